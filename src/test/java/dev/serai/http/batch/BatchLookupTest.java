package dev.serai.http.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.batch.BatchHead;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.instance.RequestRejectedException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The queries of the pages of batches. */
class BatchLookupTest {

  private static final BatchHead BATCH =
      new BatchHead("b-0000000000000001", "team", BatchState.RUNNING);
  private static final Map<String, Object> ANSWERS =
      Map.of(
          "head", Optional.of(BATCH),
          "headByName", Optional.empty(),
          "items", List.of());

  private final List<String> asked = new ArrayList<>();
  private final BatchStore store =
      (BatchStore)
          Proxy.newProxyInstance(
              BatchStore.class.getClassLoader(),
              new Class<?>[] {BatchStore.class},
              (proxy, method, arguments) -> {
                asked.add(method.getName());
                return ANSWERS.get(method.getName());
              });
  private final BatchPages pages = new BatchPages(store, new BatchJson());

  @Test
  void aPageOfItemsCountsNoItems() {
    BatchHead found = pages.find(BATCH.id(), "team");
    pages.items(found, null, null, null);

    assertThat(found).isEqualTo(BATCH);
    assertThat(asked).containsExactly("head", "items");
  }

  @Test
  void theBatchOfAnotherOwnerIsNotFound() {
    assertThatThrownBy(() -> pages.find(BATCH.id(), "others"))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(404));
    assertThat(asked).containsExactly("head", "headByName");
  }
}
