package dev.serai.batch.track;

import dev.serai.batch.AttemptRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The attempts that are being treated here, so that a sweep does not treat them as well. */
public final class Busy {

  /** A route that was stopped in between forgets to say that it is done. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Map<AttemptRef, Instant> since = new ConcurrentHashMap<>();
  private final Clock clock;

  public Busy(Clock clock) {
    this.clock = clock;
  }

  void begin(AttemptRef ref) {
    since.put(ref, clock.instant());
  }

  void done(AttemptRef ref) {
    since.remove(ref);
  }

  boolean contains(AttemptRef ref) {
    Instant begun = since.get(ref);
    return begun != null && clock.instant().isBefore(begun.plus(LONGEST));
  }
}
