package dev.serai.batch.document;

import dev.serai.alicloud.pod.AckSection;
import dev.serai.batch.NewItem;
import dev.serai.batch.callback.AddressRule;
import dev.serai.batch.callback.CallbackRule;
import dev.serai.batch.document.format.Format;
import dev.serai.cluster.placement.PlacementRule;
import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.environment.ResourcesRule;
import dev.serai.instance.Fault;
import dev.serai.instance.Faults;
import dev.serai.instance.RequestReader;
import dev.serai.instance.RequestRejectedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Documents for tests, read with the shipped environments and small limits. */
final class Documents implements AutoCloseable {

  static final int MAX_ITEMS = 50;
  static final int MAX_ITEM_SIZE = 20_000;

  private final Path folder;
  private final FolderEnvCatalogue environments =
      FolderEnvCatalogue.open(
          Path.of("config/environments"), List.of(new AckSection(), new PlacementRule()));
  private final BatchDocuments reader =
      new BatchDocuments(
          new RequestReader(List.of(new AckSection(), new PlacementRule(), new ResourcesRule())),
          environments,
          new CallbackRule(true, new AddressRule(false)),
          new DocumentLimits(MAX_ITEMS, MAX_ITEM_SIZE, Duration.ofHours(24)));

  Documents(Path folder) {
    this.folder = folder;
  }

  CheckedBatch check(Format format, String text) {
    return check(format, text.getBytes(StandardCharsets.UTF_8));
  }

  CheckedBatch check(Format format, byte[] text) {
    try {
      Path file = Files.write(Files.createTempFile(folder, "document", ""), text);
      return reader.check(new SpooledDocument(file, format));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Faults faults(Format format, byte[] text) {
    try {
      check(format, text);
      return Faults.NONE;
    } catch (RequestRejectedException refusal) {
      return refusal.faults();
    }
  }

  /** Path and message of each, as one text. */
  List<String> faults(Format format, String text) {
    return faults(format, text.getBytes(StandardCharsets.UTF_8)).reported().stream()
        .map(Fault::toString)
        .toList();
  }

  static List<NewItem> items(CheckedBatch batch) {
    List<NewItem> all = new ArrayList<>();
    try (NewItems items = batch.items()) {
      items.forEachRemaining(all::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  @Override
  public void close() {
    environments.close();
  }
}
