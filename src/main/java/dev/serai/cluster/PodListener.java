package dev.serai.cluster;

import io.fabric8.kubernetes.api.model.Pod;

/** Receives the changes of the cached pods; called on one thread, in order, and must not block. */
public interface PodListener {

  /**
   * The pod is new, or has changed; also called for every pod there is when the listener is added.
   */
  void onPod(Pod pod);

  /** The pod is gone. */
  void onGone(Pod lastKnown);
}
