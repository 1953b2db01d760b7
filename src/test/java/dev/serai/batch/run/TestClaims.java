package dev.serai.batch.run;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import java.time.Instant;
import java.util.Optional;

/** Claims of first attempts, for tests. */
final class TestClaims {

  private TestClaims() {}

  static Claim claim(int position, Instant until) {
    return claim(position, until, Optional.empty());
  }

  /**
   * @param unknownAt the cluster that may have its pod
   */
  static Claim claim(int position, Instant until, Optional<String> unknownAt) {
    return new Claim(
        new AttemptRef("b", position, 1),
        "item",
        "batch",
        "owner",
        "target",
        "{}",
        Optional.empty(),
        until,
        unknownAt);
  }
}
