package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchStore;
import dev.serai.batch.ItemState;
import java.nio.file.Path;
import java.time.Duration;
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

  @Test
  void aSmallBatchBesideALargeOneTakesLessThanTwiceItsTimeAlone() {
    try (RunningServer server =
        RunningServer.start(
            folder, Map.of("schedule-type", "simulated", "batch-limit", String.valueOf(LIMIT)))) {
      BatchStore store = server.server().batchStore();
      timeOfSmall(store);
      long alone = median(store);

      String large = new TestBatch().parallelism(LARGE).items(LARGE, ITEM).submit(store);
      Awaitility.await("the large one has all the room, and its first items have ended")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                Batch batch = store.find(large).orElseThrow();
                return batch.counts().of(ItemState.SUCCEEDED) > LIMIT
                    && batch.counts().active() > LIMIT * 9 / 10;
              });
      long beside = median(store);

      Batch batch = store.find(large).orElseThrow();
      assertThat(batch.counts().of(ItemState.QUEUED)).as("of the large one").isPositive();
      System.out.printf(
          "A batch of %d: %d ms alone, %d ms beside one of %d, ratio %.2f%n",
          SMALL, alone, beside, LARGE, (double) beside / alone);
      assertThat(beside).as("beside a large one, in ms").isLessThan(2 * alone);
    }
  }

  private static long median(BatchStore store) {
    List<Long> times = IntStream.range(0, 3).mapToObj(i -> timeOfSmall(store)).sorted().toList();
    return times.get(1);
  }

  private static long timeOfSmall(BatchStore store) {
    String small = new TestBatch().parallelism(SMALL).items(SMALL, ITEM).submit(store);
    Awaitility.await("the small batch has ended")
        .atMost(Duration.ofSeconds(60))
        .until(() -> store.find(small).orElseThrow().state().isFinal());
    Batch batch = store.find(small).orElseThrow();
    assertThat(batch.counts().of(ItemState.SUCCEEDED)).isEqualTo(SMALL);
    return Duration.between(batch.createdAt(), batch.finishedAt().orElseThrow()).toMillis();
  }
}
