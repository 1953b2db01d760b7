package dev.serai.http.batch;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The throughput of running batches, computed from the counts that were read for earlier responses,
 * so that it needs no database query. The first reading gives the mean since the submission.
 */
public final class BatchProgress {

  /**
   * The progress of a batch.
   *
   * @param rate items that end per second
   * @param remaining estimated time until the last item ends; empty at a rate of 0
   */
  record Progress(double rate, Optional<Duration> remaining) {}

  private record Look(Instant at, int ended) {}

  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Duration APART = Duration.ofSeconds(2);
  private static final int MOST_BATCHES = 1_000;

  private final Clock clock;

  /** The readings of the last minute, of the most recently read batches. */
  private final Map<String, Deque<Look>> looks =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Look>> eldest) {
          return size() > MOST_BATCHES;
        }
      };

  public BatchProgress(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /** Empty for a batch that is not running. */
  Optional<Progress> of(Batch batch) {
    if (batch.state() != BatchState.RUNNING) {
      forget(batch.id());
      return Optional.empty();
    }
    Look now = new Look(clock.instant(), batch.counts().ended());
    Look before = earlier(batch.id(), now).orElse(new Look(batch.createdAt(), 0));
    double seconds = Duration.between(before.at(), now.at()).toMillis() / 1000.0;
    double rate = seconds <= 0 ? 0 : Math.max(0, now.ended() - before.ended()) / seconds;
    int left = batch.counts().total() - now.ended();
    return Optional.of(
        new Progress(
            rate,
            rate == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds((long) (left / rate)))));
  }

  private synchronized void forget(String batch) {
    looks.remove(batch);
  }

  /**
   * Records this reading, and finds the oldest one of the last minute that is at least {@link
   * #APART} old.
   */
  private synchronized Optional<Look> earlier(String batch, Look now) {
    Deque<Look> of = looks.computeIfAbsent(batch, unused -> new ArrayDeque<>());
    if (!of.isEmpty() && of.peekLast().ended() > now.ended()) {
      // a retry has requeued some
      of.clear();
    }
    // keeps one from before the window, so that the window is covered
    while (of.size() > 1 && isPast(second(of), now)) {
      of.removeFirst();
    }
    if (of.isEmpty() || !Duration.between(of.peekLast().at(), now.at()).minus(APART).isNegative()) {
      of.addLast(now);
    }
    return Optional.of(of.peekFirst())
        .filter(first -> !Duration.between(first.at(), now.at()).minus(APART).isNegative());
  }

  private static Look second(Deque<Look> of) {
    return of.stream().skip(1).findFirst().orElseThrow();
  }

  private static boolean isPast(Look look, Look now) {
    return Duration.between(look.at(), now.at()).compareTo(WINDOW) >= 0;
  }
}
