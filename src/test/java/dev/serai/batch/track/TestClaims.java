package dev.serai.batch.track;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import java.time.Instant;
import java.util.Optional;

/** Claims of first attempts, for tests. */
public final class TestClaims {

  private TestClaims() {}

  public static Claim claim(int position, Instant until) {
    return claim(position, until, Optional.empty());
  }

  /**
   * @param uncertainCluster the cluster that may have its pod, from an earlier claim
   */
  static Claim claim(int position, Instant until, Optional<String> uncertainCluster) {
    return claim(position, until, uncertainCluster.isPresent(), uncertainCluster);
  }

  /** A claim that was taken over from another replica. */
  public static Claim takenOver(int position, Instant until) {
    return claim(position, until, true, Optional.empty());
  }

  private static Claim claim(
      int position, Instant until, boolean takenOver, Optional<String> uncertainCluster) {
    return new Claim(
        new AttemptRef("b", position, 1),
        "item",
        "batch",
        "owner",
        "target",
        "{}",
        Optional.empty(),
        until,
        takenOver,
        uncertainCluster);
  }
}
