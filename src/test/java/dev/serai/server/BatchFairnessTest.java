package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptEnd;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchStore;
import dev.serai.batch.ItemState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small batch beside a large one that has all the room there is. */
class BatchFairnessTest {

  private static final int LIMIT = 100;
  private static final int LARGE = 10_000;
  private static final int SMALL = 10;
  private static final String ITEM = "{\"runFor\":\"2s\"}";

  @TempDir Path folder;

  /** What the large batch did while the small one was there. */
  private record Meanwhile(long begun, long ended) {}

  @Test
  void aSmallBatchIsNotHeldUpByALargeOneThatHasAllTheRoom() {
    try (RunningServer server =
        RunningServer.start(
            folder, Map.of("schedule-type", "simulated", "batch-limit", String.valueOf(LIMIT)))) {
      BatchStore store = server.server().batchStore();
      Batch alone = small(store);

      String large = new TestBatch().parallelism(LARGE).items(LARGE, ITEM).submit(store);
      Awaitility.await("the large one has all the room, and its first items have ended")
          .atMost(Duration.ofMinutes(3))
          .until(
              () -> {
                Batch batch = store.find(large).orElseThrow();
                return batch.counts().of(ItemState.SUCCEEDED) > LIMIT
                    && batch.counts().active() > LIMIT * 9 / 10;
              });
      for (int i = 0; i < 3; i++) {
        Batch beside = small(store);

        Meanwhile meanwhile = meanwhile(store, large, beside);
        System.out.printf(
            "A batch of %d: %d ms alone, %d ms beside one of %d, which began %d items before the"
                + " last one of the small batch, and ended %d until its end%n",
            SMALL,
            time(alone).toMillis(),
            time(beside).toMillis(),
            LARGE,
            meanwhile.begun(),
            meanwhile.ended());
        // all of them, had the small one to wait for its turn
        assertThat(meanwhile.begun()).as("items begun in its place").isLessThan(LIMIT);
        assertThat(meanwhile.ended()).as("items ended meanwhile").isLessThan(3 * LIMIT);
      }
      assertThat(store.find(large).orElseThrow().counts().of(ItemState.QUEUED))
          .as("of the large one")
          .isPositive();
    }
  }

  private static Batch small(BatchStore store) {
    String small = new TestBatch().parallelism(SMALL).items(SMALL, ITEM).submit(store);
    Awaitility.await("the small batch has ended")
        .atMost(Duration.ofMinutes(5))
        .until(() -> store.find(small).orElseThrow().state().isFinal());
    Batch batch = store.find(small).orElseThrow();
    assertThat(batch.counts().of(ItemState.SUCCEEDED)).isEqualTo(SMALL);
    return batch;
  }

  private static Meanwhile meanwhile(BatchStore store, String large, Batch small) {
    Instant lastBegun =
        attempts(store, small.id(), SMALL).stream()
            .map(Attempt::claimedAt)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    List<Attempt> ofLarge = attempts(store, large, LARGE);
    return new Meanwhile(
        ofLarge.stream()
            .map(Attempt::claimedAt)
            .filter(time -> isBetween(time, small.createdAt(), lastBegun))
            .count(),
        ofLarge.stream()
            .flatMap(attempt -> attempt.end().stream())
            .map(AttemptEnd::at)
            .filter(time -> isBetween(time, small.createdAt(), small.finishedAt().orElseThrow()))
            .count());
  }

  private static List<Attempt> attempts(BatchStore store, String batch, int items) {
    return store.lastAttempts(batch, IntStream.range(0, items).boxed().toList(), false);
  }

  private static boolean isBetween(Instant time, Instant from, Instant to) {
    return time.isAfter(from) && !time.isAfter(to);
  }

  private static Duration time(Batch batch) {
    return Duration.between(batch.createdAt(), batch.finishedAt().orElseThrow());
  }
}
