package dev.serai.batch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Batches keep their invariants in every order of operations. {@code -Dserai.test.schedule=<seed>}
 * repeats one schedule.
 */
class SchedulesTest {

  private static final int SCHEDULES = 100;
  private static final int STEPS = 150;
  private static final List<String> REACHED =
      List.of(
          "item QUEUED",
          "item STARTING",
          "item RUNNING",
          "item SUCCEEDED",
          "item FAILED",
          "item CANCELLED",
          "item TIMED_OUT",
          "attempt 3",
          "PAUSED ",
          "SUCCEEDED ",
          "FAILED ",
          "CANCELLED ",
          "CANCELLING Cancelled",
          "CANCELLED Cancelled",
          "FAILED FailFast",
          "FAILED DeadlineExceeded",
          "taken over",
          "retried",
          "deleted");

  @Test
  void batchesKeepTheirPromisesInEverySchedule() {
    Long only = Long.getLong("serai.test.schedule");
    LongStream seeds = only == null ? LongStream.range(0, SCHEDULES) : LongStream.of(only);
    try (Database database =
        Database.open(DatabaseAddress.inMemory("schedules"), new SimpleMeterRegistry())) {
      Set<String> seen = new HashSet<>();
      seeds.forEach(seed -> seen.addAll(run(seed, database)));
      if (only == null) {
        assertThat(seen).as("what the schedules reach").containsAll(REACHED);
      }
    }
  }

  private static Set<String> run(long seed, Database database) {
    empty(database);
    Schedule schedule = new Schedule(seed, database);
    try {
      schedule.run(STEPS);
      return schedule.seen();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "schedule %d (-Dserai.test.schedule=%d): %s%nafter:%n%s"
              .formatted(seed, seed, e, String.join(System.lineSeparator(), schedule.delivered())),
          e);
    }
  }

  private static void empty(Database database) {
    for (String table : List.of("attempt_log", "attempt", "item", "outbox", "batch")) {
      database.transact(handle -> handle.execute("delete from " + table));
    }
  }
}
