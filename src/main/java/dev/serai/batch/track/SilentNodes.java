package dev.serai.batch.track;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The nodes that return no logs, for example because they are lost. Each request to such a node
 * takes seconds, and requests for all of its attempts would delay those of other nodes. So only one
 * attempt's log is requested at a time, at growing intervals, and finally the node's attempts end
 * without their logs.
 */
final class SilentNodes {

  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * @param until when a log may be requested again
   */
  private record Silence(Instant since, Instant until) {

    static Silence at(Instant since, Instant now) {
      // a pause as long as the silence so far
      Duration lasted = Duration.between(since, now);
      Duration pause = lasted.compareTo(SHORTEST) < 0 ? SHORTEST : lasted;
      return new Silence(since, now.plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause));
    }

    /** Whether the last request was so long ago that the node's state is unknown. */
    boolean isForgotten(Instant now) {
      return now.isAfter(until.plus(LONGEST).plus(LONGEST));
    }
  }

  private final Clock clock;
  private final Map<String, Silence> silences = new HashMap<>();

  SilentNodes(Clock clock) {
    this.clock = clock;
  }

  /** Whether a log may be requested from the node; from a silent one, by one caller at a time. */
  synchronized boolean mayBeAsked(String node) {
    Instant now = clock.instant();
    silences.values().removeIf(silence -> silence.isForgotten(now));
    Silence silence = silences.get(node);
    if (silence == null) {
      return true;
    }
    if (now.isBefore(silence.until())) {
      return false;
    }
    silences.put(node, Silence.at(silence.since(), now));
    return true;
  }

  synchronized void failed(String node) {
    Instant now = clock.instant();
    Silence before = silences.get(node);
    silences.put(node, Silence.at(before == null ? now : before.since(), now));
  }

  synchronized void answered(String node) {
    silences.remove(node);
  }

  /** Whether it has been silent for so long that its logs are given up. */
  synchronized boolean isGivenUp(String node) {
    Silence silence = silences.get(node);
    return silence != null && clock.instant().isAfter(silence.since().plus(PATIENCE));
  }
}
