package dev.serai.batch.run;

import java.time.Duration;
import java.util.Objects;

/**
 * The times of claims.
 *
 * @param hold the length of a lease, after which another replica may take over the claim
 * @param margin the time that must be left when a creation is sent, so that it ends before the
 *     lease expires
 */
public record ClaimTimes(Duration hold, Duration margin) {

  private static final Duration SHORTEST = Duration.ofSeconds(60);
  private static final Duration SLACK = Duration.ofSeconds(5);

  public ClaimTimes {
    Objects.requireNonNull(hold, "hold is null");
    Objects.requireNonNull(margin, "margin is null");
  }

  /**
   * @param request how long one call of an API server may take
   * @param clusters how many may be tried, one after the other
   */
  public static ClaimTimes of(Duration request, int clusters) {
    Duration margin = request.multipliedBy(clusters).plus(SLACK);
    Duration hold = margin.multipliedBy(3);
    return new ClaimTimes(hold.compareTo(SHORTEST) < 0 ? SHORTEST : hold, margin);
  }
}
