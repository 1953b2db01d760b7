package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.Attempt;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchStore;
import dev.serai.batch.ItemState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small batch beside a large one that uses the whole capacity. */
class BatchFairnessTest {

  private static final int LIMIT = 100;
  private static final int LARGE = 1_500;
  private static final int SMALL = 10;
  private static final String ITEM = "{\"runFor\":\"500ms\"}";

  @TempDir Path folder;

  @Test
  void aSmallBatchGetsItsPlacesBeforeEachPlaceOfALargeOneIsTakenAnew() {
    try (RunningServer server =
        RunningServer.start(
            folder, Map.of("schedule-type", "simulated", "batch-limit", String.valueOf(LIMIT)))) {
      BatchStore store = server.server().batchStore();
      String large = new TestBatch().parallelism(LARGE).items(LARGE, ITEM).submit(store);
      Awaitility.await("the large one uses the whole capacity, and its first items have ended")
          .until(
              () -> {
                Batch batch = store.find(large).orElseThrow();
                return batch.counts().of(ItemState.SUCCEEDED) > LIMIT
                    && batch.counts().active() > LIMIT * 9 / 10;
              });

      Batch small = runSmall(store);

      assertThat(store.find(large).orElseThrow().counts().of(ItemState.QUEUED))
          .as("of the large one")
          .isPositive();
      Instant last = claims(store, small.id(), SMALL).max(Comparator.naturalOrder()).orElseThrow();
      assertThat(claims(store, large, LARGE))
          .as("places that the large one got while the small one waited for its own")
          .filteredOn(claim -> claim.isAfter(small.createdAt()) && claim.isBefore(last))
          .hasSizeLessThan(LIMIT);
    }
  }

  /** When each attempt was claimed. */
  private static Stream<Instant> claims(BatchStore store, String batch, int items) {
    return store.items(batch, Optional.empty(), -1, items).stream()
        .filter(item -> item.attempt() > 0)
        .map(item -> store.attempts(batch, item.position()))
        .flatMap(List::stream)
        .map(Attempt::claimedAt);
  }

  private static Batch runSmall(BatchStore store) {
    String small = new TestBatch().parallelism(SMALL).items(SMALL, ITEM).submit(store);
    Awaitility.await("the small batch has ended")
        .until(() -> store.find(small).orElseThrow().state().isFinal());
    Batch batch = store.find(small).orElseThrow();
    assertThat(batch.counts().of(ItemState.SUCCEEDED)).isEqualTo(SMALL);
    return batch;
  }
}
