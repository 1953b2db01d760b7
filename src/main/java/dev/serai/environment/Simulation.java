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
 *     was given, and {@code ${NAME}} for a variable's value
 * @param logEvery the time from one line to the next
 * @param unschedulable whether no node takes it
 * @param imageError such as {@code ErrImagePull}, when its image can't be had; else empty
 * @param failingAttempts in how many first attempts of a batch's item it ends with the exit code,
 *     and after them with 0; empty for in all. A number, or <code>${NAME}</code> for the variable
 *     that says how many, none where it is not set
 */
public record Simulation(
    Optional<Duration> runFor,
    int exitCode,
    List<String> log,
    Duration logEvery,
    boolean unschedulable,
    String imageError,
    String failingAttempts) {

  private static final String ATTEMPTS = "|\\d{1,6}|\\$\\{[A-Za-z_][A-Za-z0-9_]*}";

  public static final Duration DEFAULT_LOG_EVERY = Duration.ofMillis(200);

  public Simulation {
    Objects.requireNonNull(runFor, "runFor is null");
    Objects.requireNonNull(imageError, "imageError is null");
    Objects.requireNonNull(failingAttempts, "failingAttempts is null");
    log = List.copyOf(log);
    if (exitCode < 0 || exitCode > 255) {
      throw new IllegalArgumentException("exitCode " + exitCode + " is not between 0 and 255");
    }
    if (!failingAttempts.matches(ATTEMPTS)) {
      throw new IllegalArgumentException(
          "failingAttempts is neither a number nor a variable like ${NAME}");
    }
    if (runFor.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("runFor is negative");
    }
    if (logEvery.isNegative()) {
      throw new IllegalArgumentException("logEvery is negative");
    }
  }
}
