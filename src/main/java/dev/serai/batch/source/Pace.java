package dev.serai.batch.source;

import java.time.Duration;
import java.util.Objects;

/**
 * How often one that is woken begins an exchange.
 *
 * @param period after the last one at the latest, though nobody wakes it
 * @param pause after the last one at the earliest, however often it is woken: what it then finds at
 *     once would have been found bit by bit
 */
public record Pace(Duration period, Duration pause) {

  public Pace {
    Objects.requireNonNull(period, "period is null");
    Objects.requireNonNull(pause, "pause is null");
    if (pause.isNegative() || pause.compareTo(period) > 0) {
      throw new IllegalArgumentException(
          "a pause of %s is not within the period of %s".formatted(pause, period));
    }
  }
}
