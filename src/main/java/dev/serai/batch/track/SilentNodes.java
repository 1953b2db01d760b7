package dev.serai.batch.track;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The nodes that give no logs, as when they are lost. Each question to one of them takes seconds;
 * were it put for each of its attempts, those of all other nodes would wait. So it is asked for one
 * attempt now and then, and after a while its attempts end without their logs.
 */
final class SilentNodes {

  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /**
   * @param until when it is to be asked again
   */
  private record Silence(Instant since, Instant until) {

    static Silence at(Instant since, Instant now) {
      // as long again as it has lasted
      Duration lasted = Duration.between(since, now);
      Duration pause = lasted.compareTo(SHORTEST) < 0 ? SHORTEST : lasted;
      return new Silence(since, now.plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause));
    }

    /** Nobody has asked for long, so that nothing is known. */
    boolean isForgotten(Instant now) {
      return now.isAfter(until.plus(LONGEST).plus(LONGEST));
    }
  }

  private final Clock clock;
  private final Map<String, Silence> silences = new HashMap<>();

  SilentNodes(Clock clock) {
    this.clock = clock;
  }

  /**
   * Whether the node is to be asked for a log; of a silent one, one caller at a time is told so.
   */
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

  /** Whether it has been silent for so long that nobody waits for its logs any more. */
  synchronized boolean isGivenUp(String node) {
    Silence silence = silences.get(node);
    return silence != null && clock.instant().isAfter(silence.since().plus(PATIENCE));
  }
}
