package dev.serai.cli.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalDouble;

/** Estimates the throughput of a batch from the counts of the last half minute. */
final class ThroughputEstimate {

  /**
   * The estimate; both values are empty while there are too few observations.
   *
   * @param perSecond items that end per second
   * @param left the time until its end
   */
  record Estimate(OptionalDouble perSecond, Optional<Duration> left) {

    static final Estimate UNKNOWN = new Estimate(OptionalDouble.empty(), Optional.empty());

    static Estimate of(double perSecond, long itemsLeft) {
      return perSecond > 0
          ? new Estimate(
              OptionalDouble.of(perSecond),
              Optional.of(Duration.ofSeconds((long) Math.ceil(itemsLeft / perSecond))))
          : UNKNOWN;
    }
  }

  private record Sample(Instant at, long done) {}

  private static final Duration WINDOW = Duration.ofSeconds(30);
  private static final Duration LEAST = Duration.ofSeconds(1);

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** The server's rate; else the rate that was observed here. */
  Estimate of(BatchView batch, Instant now) {
    long left = batch.total() - batch.done();
    samples.addLast(new Sample(now, batch.done()));
    while (samples.size() > 2
        && Duration.between(samples.getFirst().at(), now).compareTo(WINDOW) > 0) {
      samples.removeFirst();
    }
    if (batch.rate().isPresent()) {
      Estimate own = Estimate.of(batch.rate().getAsDouble(), left);
      return batch.remaining().isPresent()
          ? new Estimate(
              own.perSecond(), Optional.of(Duration.ofSeconds(batch.remaining().getAsLong())))
          : own;
    }
    Sample first = samples.getFirst();
    Duration time = Duration.between(first.at(), now);
    return time.compareTo(LEAST) < 0
        ? Estimate.UNKNOWN
        : Estimate.of((batch.done() - first.done()) * 1000.0 / time.toMillis(), left);
  }
}
