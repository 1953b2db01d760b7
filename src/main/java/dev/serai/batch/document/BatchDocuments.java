package dev.serai.batch.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.NewItem;
import dev.serai.batch.callback.CallbackRule;
import dev.serai.batch.document.format.DocumentSyntaxException;
import dev.serai.batch.document.format.FaultList;
import dev.serai.batch.document.format.Format;
import dev.serai.batch.document.format.Place;
import dev.serai.environment.EnvCatalogue;
import dev.serai.instance.RequestFaults;
import dev.serai.instance.RequestReader;
import dev.serai.instance.RequestRejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;

/** Bean {@code batchDocuments}: reads documents, and finds all faults of each. */
public final class BatchDocuments {

  private static final String COUNT = "count";
  private static final String MATRIX = "matrix";
  private static final String ITEMS = "items";
  private static final String ONE_OF_THREE = "one of items, count and matrix is needed";

  private static final List<String> FIELDS =
      List.of(
          "name",
          "owner",
          "labels",
          "parallelism",
          "priority",
          "maxAttempts",
          "maxInfrastructureRetries",
          "backoff",
          "retryOn",
          "itemTimeout",
          "deadline",
          "failFast",
          "ttlAfterFinished",
          "callbackUrl",
          "defaults",
          ITEMS,
          COUNT,
          MATRIX);

  private final RequestReader requests;
  private final EnvCatalogue environments;
  private final SpecReader specs;
  private final DocumentLimits limits;

  public BatchDocuments(
      RequestReader requests,
      EnvCatalogue environments,
      CallbackRule callbacks,
      DocumentLimits limits) {
    this.requests = Objects.requireNonNull(requests, "requests is null");
    this.environments = Objects.requireNonNull(environments, "environments is null");
    this.specs = new SpecReader(callbacks, limits.maxTimeout());
    this.limits = limits;
  }

  /**
   * Checks a document.
   *
   * @throws RequestRejectedException 400 with all of its faults
   */
  public CheckedBatch check(@Body SpooledDocument document) {
    FaultList faults = new FaultList();
    Optional<CheckedBatch> checked = Optional.empty();
    try {
      checked = checked(text(document), faults);
    } catch (JsonProcessingException e) {
      faults.add(Place.TOP, "the document " + DocumentSyntaxException.describe(e));
    } catch (CharacterCodingException e) {
      faults.add(Place.TOP, "the document is not UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException("a document can't be read", e);
    }
    if (!faults.isEmpty()) {
      throw RequestRejectedException.faulty(faults.faults());
    }
    return checked.orElseThrow();
  }

  private DocumentText text(SpooledDocument document) {
    return document.format() == Format.NDJSON
        ? new LineText(document, limits.maxItemSize())
        : new WholeText(document, limits.maxItemSize());
  }

  private Optional<CheckedBatch> checked(DocumentText text, FaultList faults) throws IOException {
    Optional<ObjectNode> object = text.header(faults);
    // without a header, the items can't be checked
    return object.isEmpty()
        ? Optional.empty()
        : checked(text, new Fields(object.get(), text.top(), faults));
  }

  private Optional<CheckedBatch> checked(DocumentText text, Fields header) throws IOException {
    header.allowOnly(FIELDS, ItemReader.ofDefaults(requests));
    BatchSpec spec = specs.read(header);
    ItemReader reader = ItemReader.of(header, requests, environments, specs);
    Optional<Itemising> items = items(text, header);
    if (items.isEmpty()) {
      return Optional.empty();
    }
    DocumentDigest digest = new DocumentDigest(spec);
    int size = 0;
    try (WrittenItems written = items.get().begin(header.faults())) {
      for (Optional<WrittenItem> next = written.next();
          next.isPresent() && size <= limits.maxItems();
          next = written.next()) {
        boolean alike = items.get().alike() && size > 0;
        Optional<NewItem> item =
            alike
                ? Optional.of(reader.read(next.get()))
                : reader.check(next.get(), header.faults());
        item.ifPresent(digest::add);
        size++;
        if (items.get().alike() && item.isEmpty()) {
          return Optional.empty();
        }
      }
    }
    checkSize(size, text, header);
    Itemising source = items.get();
    return Optional.of(new CheckedBatch(spec, digest.hex(), size, () -> reopened(source, reader)));
  }

  private void checkSize(int size, DocumentText text, Fields header) {
    Place place = text.top().equals(Place.TOP) ? Place.TOP.key(ITEMS) : Place.TOP;
    if (size == 0) {
      header
          .faults()
          .add(place, place.equals(Place.TOP) ? "the document has no item" : "has no item");
    } else if (size > limits.maxItems()) {
      String why = "more than " + limits.maxItems() + " items (serai.max-batch-items)";
      header
          .faults()
          .add(place, place.equals(Place.TOP) ? "the document has " + why : "has " + why);
    }
  }

  private static NewItems reopened(Itemising source, ItemReader reader) throws IOException {
    return new NewItems(source.begin(new FaultList()), reader);
  }

  /**
   * The source of the items.
   *
   * @param alike whether all items have the same faults, so that only the first is checked
   */
  private record Itemising(boolean alike, Beginning beginning) {

    WrittenItems begin(FaultList faults) throws IOException {
      return beginning.begin(faults);
    }
  }

  private interface Beginning {
    WrittenItems begin(FaultList faults) throws IOException;
  }

  private Optional<Itemising> items(DocumentText text, Fields header) {
    List<String> given = new ArrayList<>();
    for (String name : List.of(ITEMS, COUNT, MATRIX)) {
      if (header.has(name) || (name.equals(ITEMS) && text.listsItems())) {
        given.add(name);
      }
    }
    if (header.has(ITEMS)) {
      header.fault(
          ITEMS,
          text.listsItems()
              ? "can't be used with lines; each line after the first is an item"
              : "is not a list of objects");
    }
    Place ofAll = header.place().key("defaults");
    Optional<Matrix> matrix = Matrix.read(header, new RequestFaults(requests), limits.maxItems());
    int count = header.whole(COUNT, 1, limits.maxItems(), 0);
    if (given.isEmpty()) {
      header.faults().add(header.place(), ONE_OF_THREE);
    }
    for (String superfluous : given.subList(Math.min(1, given.size()), given.size())) {
      header.fault(superfluous, "can't be used beside " + given.get(0) + "; " + ONE_OF_THREE);
    }
    if (text.listsItems()) {
      return Optional.of(new Itemising(false, text::items));
    }
    if (matrix.isPresent()) {
      return Optional.of(new Itemising(true, faults -> matrix.get().items(ofAll)));
    }
    return count > 0
        ? Optional.of(new Itemising(true, faults -> new CountedItems(count, ofAll)))
        : Optional.empty();
  }
}
