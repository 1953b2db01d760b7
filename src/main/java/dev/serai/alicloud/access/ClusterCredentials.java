package dev.serai.alicloud.access;

import io.fabric8.kubernetes.client.Config;
import java.util.function.Consumer;

/** How a cluster is reached, kept valid while it is open. Safe for many threads. */
public interface ClusterCredentials extends AutoCloseable {

  /** For messages: where the credentials come from, never what they are. */
  String source();

  /**
   * The present configuration, a copy; costs no call.
   *
   * @throws IllegalStateException while there is none; see {@link CredentialStatus#present}
   */
  Config config();

  /**
   * Gets a new configuration after the API server rejected the present one (401). Of many
   * concurrent callers one does the work, and none does soon after another, so that a user without
   * access does not cause a storm of calls. A configuration that can't be renewed is still
   * returned, and the failure shows in {@link #status()}.
   */
  Config renew();

  /**
   * Registers a listener for the first configuration and for each one that replaces another. It is
   * called on a thread of this object; its failure is logged.
   */
  void onRenewed(Consumer<Config> listener);

  CredentialStatus status();

  @Override
  void close();
}
