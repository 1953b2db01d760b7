package dev.serai.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;

/** Two clients of the same credentials, closed when they are retired and nobody uses them. */
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

  /** Nobody new comes; the last one who goes closes them. */
  synchronized void retire() {
    retired = true;
    closeIfDone();
  }

  /** At once, whoever uses them. */
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
