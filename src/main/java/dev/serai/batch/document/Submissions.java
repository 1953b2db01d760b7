package dev.serai.batch.document;

import dev.serai.batch.BatchStore;
import dev.serai.pod.InstancePlanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;

/** Bean {@code submissions}: stores checked batches. */
public final class Submissions {

  private final BatchStore store;

  public Submissions(BatchStore store) {
    this.store = Objects.requireNonNull(store, "store is null");
  }

  /**
   * Stores a batch, unless it exists.
   *
   * @throws dev.serai.instance.RequestRejectedException 400 for an invalid key, 409 for a key of
   *     another document
   */
  public BatchStore.Accepted store(
      @Body CheckedBatch batch, @Header(InstancePlanner.KEY_FIELD) String key) {
    Optional<String> given = Optional.ofNullable(key);
    given.ifPresent(InstancePlanner::checkKey);
    try (NewItems items = batch.items()) {
      return store.submit(batch.submission(given), items);
    } catch (IOException e) {
      throw new UncheckedIOException("a document can't be read again", e);
    }
  }
}
