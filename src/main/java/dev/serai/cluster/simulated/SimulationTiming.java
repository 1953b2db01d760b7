package dev.serai.cluster.simulated;

import java.time.Duration;
import java.util.Objects;

/**
 * The durations of the simulated cluster's steps.
 *
 * @param schedule from a pod's creation until it has a node
 * @param start from there until its containers run, or its image turns out to be missing
 * @param stop from a deletion until its containers have ended, if its grace period is not shorter
 */
public record SimulationTiming(Duration schedule, Duration start, Duration stop) {

  public SimulationTiming {
    Objects.requireNonNull(schedule, "schedule is null");
    Objects.requireNonNull(start, "start is null");
    Objects.requireNonNull(stop, "stop is null");
    if (schedule.isNegative() || start.isNegative() || stop.isNegative()) {
      throw new IllegalArgumentException("a delay is negative");
    }
  }

  /** Quick enough to wait for, slow enough to see every state: 0.3 s until a pod runs. */
  public static SimulationTiming standard() {
    return new SimulationTiming(
        Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(200));
  }

  /** For tests: a few milliseconds a step. */
  public static SimulationTiming brief() {
    return new SimulationTiming(
        Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(20));
  }
}
