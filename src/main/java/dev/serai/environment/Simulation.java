package dev.serai.environment;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the simulated cluster plays an environment; a real cluster never sees it.
 *
 * @param runFor how long it runs once started; absent until it is deleted
 * @param log its lines, in which {@code ${arguments}} and {@code ${environment}} stand for those it
 *     was given
 * @param logEvery the time from one line to the next
 * @param unschedulable whether no node takes it
 * @param imageError such as {@code ErrImagePull}, when its image can't be had; else empty
 */
public record Simulation(
    Optional<Duration> runFor,
    int exitCode,
    List<String> log,
    Duration logEvery,
    boolean unschedulable,
    String imageError) {

  public static final Duration DEFAULT_LOG_EVERY = Duration.ofMillis(200);

  public Simulation {
    Objects.requireNonNull(runFor, "runFor is null");
    Objects.requireNonNull(imageError, "imageError is null");
    log = List.copyOf(log);
    if (exitCode < 0 || exitCode > 255) {
      throw new IllegalArgumentException("exitCode " + exitCode + " is not between 0 and 255");
    }
    if (runFor.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("runFor is negative");
    }
    if (logEvery.isNegative()) {
      throw new IllegalArgumentException("logEvery is negative");
    }
  }
}
