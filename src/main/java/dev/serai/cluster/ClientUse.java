package dev.serai.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.atomic.AtomicBoolean;

/** A use of a cluster's clients, which stay open until it is closed. */
public final class ClientUse implements AutoCloseable {

  private final ClientPair pair;
  private final AtomicBoolean closed = new AtomicBoolean();

  ClientUse(ClientPair pair) {
    this.pair = pair;
  }

  public KubernetesClient calls() {
    return pair.calls();
  }

  public KubernetesClient streams() {
    return pair.streams();
  }

  /** Once or more often. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      pair.release();
    }
  }
}
