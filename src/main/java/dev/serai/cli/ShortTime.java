package dev.serai.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Times in their largest units, like {@code 5s}, {@code 3m7s}, {@code 2h5m}. */
public final class ShortTime {

  private ShortTime() {}

  /** The time since a timestamp; any other text stays as it is. */
  public static String since(String timestamp, Instant now) {
    try {
      Duration age = Duration.between(Instant.parse(timestamp), now);
      return of(age.isNegative() ? Duration.ZERO : age);
    } catch (DateTimeException e) {
      return timestamp;
    }
  }

  public static String of(Duration time) {
    if (time.toDays() > 1) {
      return time.toDays() + "d";
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h" + time.toMinutesPart() + "m";
    }
    return time.toMinutes() > 0
        ? time.toMinutes() + "m" + time.toSecondsPart() + "s"
        : time.toSeconds() + "s";
  }
}
