package dev.serai.environment;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the simulated cluster simulates an environment; real clusters ignore it.
 *
 * @param runFor how long it runs once started; if absent, until it is deleted
 * @param log its lines; {@code ${arguments}}, {@code ${environment}} and {@code ${NAME}}, a
 *     variable, are replaced by their values
 * @param logEvery the time between two lines
 * @param unschedulable whether it fits on no node
 * @param imageError such as {@code ErrImagePull}, when its image can't be pulled; else empty
 * @param failingAttempts the number of first attempts of a batch's item that end with the exit
 *     code, while later ones end with 0; empty for all attempts. A number, or <code>${NAME}</code>
 *     for a variable with the number, which is 0 if it is not set
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
