package dev.serai.cluster.placement;

import dev.serai.instance.FailureKind;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;

/** The clusters that an exchange turns to, one after the other, and how that went so far. */
public final class Tries {

  private final Deque<String> left;
  private Optional<RuntimeException> failure = Optional.empty();
  private Optional<String> current = Optional.empty();
  private boolean lastFailed;

  Tries(Collection<String> clusters) {
    this.left = new ArrayDeque<>(clusters);
  }

  boolean isAnyLeft() {
    return !left.isEmpty();
  }

  /** Turns to the next cluster. */
  void next() {
    lastFailed = false;
    current = Optional.of(left.pop());
  }

  /** The name of the cluster that is turned to. */
  public String current() {
    return current.orElseThrow();
  }

  /** Whether the last cluster that was turned to has not failed. */
  boolean hasAnswered() {
    return current.isPresent() && !lastFailed;
  }

  /** Records the failure of the last cluster that was turned to. */
  void failed(RuntimeException reason) {
    lastFailed = true;
    if (failure.isEmpty() || FailureKind.of(reason).compareTo(FailureKind.of(failure.get())) < 0) {
      failure = Optional.of(reason);
    }
  }

  /** No further cluster is turned to. */
  void abandonOthers() {
    left.clear();
  }

  /** The failure of all clusters together: that of the one for which another try helps most. */
  Optional<RuntimeException> failure() {
    return failure;
  }
}
