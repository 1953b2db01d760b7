package dev.serai.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Two clients with the same credentials, closed once they are retired and their last use has ended.
 */
final class ClientPair {

  private final KubernetesClient calls;
  private final KubernetesClient streams;
  private int users;
  private boolean retired;
  private boolean closed;

  ClientPair(KubernetesClient calls, KubernetesClient streams) {
    this.calls = calls;
    this.streams = streams;
  }

  KubernetesClient calls() {
    return calls;
  }

  KubernetesClient streams() {
    return streams;
  }

  /** False when they are closed already. */
  synchronized boolean hold() {
    if (!closed) {
      users++;
    }
    return !closed;
  }

  synchronized void release() {
    users--;
    closeIfDone();
  }

  /** Rejects new uses; the end of the last use closes the clients. */
  synchronized void retire() {
    retired = true;
    closeIfDone();
  }

  /** Closes both clients at once, even if they are in use. */
  synchronized void close() {
    if (!closed) {
      closed = true;
      calls.close();
      streams.close();
    }
  }

  private void closeIfDone() {
    if (retired && users == 0) {
      close();
    }
  }
}
