package dev.serai.alicloud.access;

import dev.serai.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Runs what is due when a test lets time pass, in its order. */
final class ManualRenewalScheduler implements RenewalScheduler {

  private record Due(Instant at, Runnable task) {}

  private final MovedClock clock;
  private final List<Due> waiting = new ArrayList<>();

  ManualRenewalScheduler(MovedClock clock) {
    this.clock = clock;
  }

  void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    for (Optional<Due> next = next(end); next.isPresent(); next = next(end)) {
      clock.moveTo(next.get().at());
      next.get().task().run();
    }
    clock.moveTo(end);
  }

  @Override
  public synchronized void after(Duration wait, Runnable task) {
    waiting.add(new Due(clock.instant().plus(wait), task));
  }

  @Override
  public void close() {}

  private synchronized Optional<Due> next(Instant end) {
    Optional<Due> next =
        waiting.stream().filter(due -> !due.at().isAfter(end)).min(Comparator.comparing(Due::at));
    next.ifPresent(waiting::remove);
    return next;
  }
}
