package dev.serai.cluster;

import io.fabric8.kubernetes.client.Config;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What keeps a cluster's credentials valid while the program runs. */
public interface CredentialRenewal {

  /**
   * Gets another configuration after the API server rejected the current one (401); the current one
   * when there is none. May be called by many threads at once.
   */
  Config renew();

  /**
   * Why there is no configuration yet; it comes by {@link #onRenewed} then. Empty when there is.
   */
  default Optional<String> missing() {
    return Optional.empty();
  }

  /**
   * Says who takes over each configuration that takes the place of another. Called on a thread of
   * the renewal's own, well before the earlier configuration expires.
   */
  void onRenewed(Consumer<Config> successor);

  /** Reading the configuration anew is all that can be done, and nobody is told of changes. */
  static CredentialRenewal byReading(Supplier<Config> config) {
    return new CredentialRenewal() {
      @Override
      public Config renew() {
        return config.get();
      }

      @Override
      public void onRenewed(Consumer<Config> successor) {}
    };
  }
}
