package dev.serai.cli.watch;

import java.time.Duration;
import java.util.Objects;

/**
 * How long is waited for a server.
 *
 * @param firstEvent until its stream of events is taken for one that something on the way holds
 *     back
 * @param silence until a stream is taken for dead; a server's heart beats every 15 s
 * @param poll between two questions where there is no stream
 * @param pause before the first attempt to come back; each is twice the one before
 * @param longestPause before any
 */
record Patience(
    Duration firstEvent, Duration silence, Duration poll, Duration pause, Duration longestPause) {

  static final Patience STANDARD =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(45),
          Duration.ofSeconds(1),
          Duration.ofMillis(250),
          Duration.ofSeconds(5));

  Patience {
    Objects.requireNonNull(firstEvent, "firstEvent is null");
    Objects.requireNonNull(silence, "silence is null");
    Objects.requireNonNull(poll, "poll is null");
    Objects.requireNonNull(pause, "pause is null");
    Objects.requireNonNull(longestPause, "longestPause is null");
  }

  /** The pause after this one. */
  Duration after(Duration pauseBefore) {
    Duration twice = pauseBefore.multipliedBy(2);
    return twice.compareTo(longestPause) < 0 ? twice : longestPause;
  }
}
