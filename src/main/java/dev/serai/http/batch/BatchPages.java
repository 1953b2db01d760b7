package dev.serai.http.batch;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchHead;
import dev.serai.batch.BatchStore;
import dev.serai.batch.BatchStore.BatchFilter;
import dev.serai.batch.Item;
import dev.serai.http.Envelope;
import dev.serai.instance.RequestRejectedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;

/** Bean {@code batchPages}: finds batches and their items, and writes them as responses. */
public final class BatchPages {

  private final BatchStore store;
  private final BatchJson json;

  public BatchPages(BatchStore store, BatchJson json) {
    this.store = Objects.requireNonNull(store, "store is null");
    this.json = Objects.requireNonNull(json, "json is null");
  }

  /**
   * The batch with this id, else the owner's batch with this name.
   *
   * @param owner the required owner of the batch, if given
   * @throws RequestRejectedException 404 when there is none
   */
  public BatchHead find(@Header("id") String idOrName, @Header("owner") String owner) {
    Optional<BatchHead> byId =
        BatchQuery.isId(idOrName)
            ? store
                .head(idOrName)
                .filter(found -> BatchQuery.given(owner).map(found.owner()::equals).orElse(true))
            : Optional.empty();
    return byId.or(() -> store.headByName(owner == null ? "" : owner, idOrName))
        .orElseThrow(() -> unknown(idOrName, owner));
  }

  private static RequestRejectedException unknown(String idOrName, String owner) {
    if (BatchQuery.isId(idOrName)) {
      return RequestRejectedException.notFound("batch", idOrName);
    }
    return BatchQuery.given(owner).isPresent()
        ? RequestRejectedException.notFound(
            "batch",
            idOrName,
            "the owner " + RequestRejectedException.excerpt(owner) + " has no batch of this name")
        : RequestRejectedException.notFound(
            "batch", idOrName, "a name needs the batch's owner in ?owner=");
  }

  public String list(
      @Header("owner") String owner,
      @Header("state") String state,
      @Header("after") String after,
      @Header("limit") String limit) {
    BatchFilter filter = new BatchFilter(BatchQuery.given(owner), BatchQuery.batchState(state));
    int most = BatchQuery.limit(limit);
    List<Batch> page = store.list(filter, BatchQuery.afterBatch(after), most);
    return page(page.stream().map(json::of).toList(), most, () -> page.get(most - 1).id());
  }

  /** A batch; after a retry, with the number of retried items. */
  public String batch(
      @Body BatchHead batch, @ExchangeProperty(BatchControl.RETRIED) Integer retried) {
    Map<String, Object> data =
        json.of(
            store
                .find(batch.id())
                .orElseThrow(() -> RequestRejectedException.notFound("batch", batch.id())));
    if (retried != null) {
      data.put("retried", retried);
    }
    return Envelope.success(data).json();
  }

  public String items(
      @Body BatchHead batch,
      @Header("state") String state,
      @Header("after") String after,
      @Header("limit") String limit) {
    int most = BatchQuery.limit(limit);
    List<Item> page =
        store.items(batch.id(), BatchQuery.itemState(state), BatchQuery.afterItem(after), most);
    return page(
        page.stream().map(BatchJson::of).toList(),
        most,
        () -> String.valueOf(page.get(most - 1).position()));
  }

  /** An item with all of its attempts. */
  public String item(@Body BatchHead batch, @Header("item") String id) {
    Item item = require(batch, id);
    Map<String, Object> data = BatchJson.of(item);
    data.put(
        "attempts",
        store.attempts(batch.id(), item.position()).stream().map(BatchJson::of).toList());
    return Envelope.success(data).json();
  }

  public String deleted() {
    return Envelope.success(true).json();
  }

  /** The item with this id; rejects with 404 when there is none. */
  public Item require(BatchHead batch, String id) {
    return store
        .item(batch.id(), id)
        .orElseThrow(
            () ->
                RequestRejectedException.notFound(
                    "item", id, "batch " + batch.id() + " has no such item"));
  }

  /** A full page may be followed by another. */
  private static String page(List<Map<String, Object>> rows, int most, Supplier<String> last) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("items", rows);
    if (rows.size() == most) {
      data.put("next", last.get());
    }
    return Envelope.success(data).json();
  }
}
