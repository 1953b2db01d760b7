package dev.serai.cli.watch;

import dev.serai.instance.ExponentialBackoff;
import java.time.Duration;
import java.util.Objects;

/**
 * The waits for a server.
 *
 * @param firstEvent until its stream of events counts as buffered by something on its way
 * @param silence until a stream counts as dead; a server sends a heartbeat every 15 s
 * @param poll between two polls where there is no stream
 * @param reconnect the waits before the attempts to reconnect
 */
record WaitPolicy(
    Duration firstEvent, Duration silence, Duration poll, ExponentialBackoff reconnect) {

  static final WaitPolicy STANDARD =
      new WaitPolicy(
          Duration.ofSeconds(10),
          Duration.ofSeconds(45),
          Duration.ofSeconds(1),
          ExponentialBackoff.of(Duration.ofMillis(250), Duration.ofSeconds(5)));

  WaitPolicy {
    Objects.requireNonNull(firstEvent, "firstEvent is null");
    Objects.requireNonNull(silence, "silence is null");
    Objects.requireNonNull(poll, "poll is null");
    Objects.requireNonNull(reconnect, "reconnect is null");
  }
}
