package dev.serai.cluster;

import io.fabric8.kubernetes.client.Config;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Keeps a cluster's credentials valid while the program runs. */
public interface CredentialRenewal {

  /**
   * Gets another configuration after the API server rejected the current one (401); the current one
   * when there is none. May be called by many threads at once.
   */
  Config renew();

  /**
   * Why there is no configuration yet; {@link #onRenewed} will deliver it. Empty when there is one.
   */
  default Optional<String> missing() {
    return Optional.empty();
  }

  /**
   * Registers a listener for each configuration that replaces another. It is called on a thread of
   * the renewal, well before the earlier configuration expires.
   */
  void onRenewed(Consumer<Config> successor);

  /** The configuration can only be read again; changes of it are not published. */
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
