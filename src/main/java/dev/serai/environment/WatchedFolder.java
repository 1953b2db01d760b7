package dev.serai.environment;

import dev.serai.base.DaemonThreads;
import dev.serai.base.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code *.yaml} files of one folder, each read into a value with a key, and read again when
 * its content changes. An invalid file is reported and its last valid value stays; the value of a
 * deleted file is removed. Changes are found by content, because a Kubernetes ConfigMap swaps a
 * symbolic link without other visible changes.
 */
public final class WatchedFolder<T> implements AutoCloseable {

  /** Parses a file into a value. */
  @FunctionalInterface
  public interface Reader<T> {
    Entry<T> read(Source source) throws InvalidFileException;
  }

  /** A file and its content. */
  public record Source(Path file, String text, Instant modified) {}

  /** A value and its key, which no other file may have. */
  public record Entry<T>(String key, T value) {}

  private record Loaded<T>(String digest, Entry<T> entry, FileProblem problem) {}

  private record Snapshot<T>(Map<String, T> byKey, List<FileProblem> problems) {}

  public static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);

  private final Path folder;
  private final Reader<T> reader;

  /** Whether problems are logged; after a single read the caller reports them. */
  private final boolean logging;

  private final ScheduledExecutorService scheduler;
  private final Map<Path, Loaded<T>> files = new TreeMap<>();
  private final Map<String, Path> owners = new HashMap<>();
  private volatile Snapshot<T> current = new Snapshot<>(Map.of(), List.of());

  private WatchedFolder(Path folder, Reader<T> reader, boolean logging) {
    this.folder = Objects.requireNonNull(folder, "folder is null");
    this.reader = Objects.requireNonNull(reader, "reader is null");
    this.logging = logging;
    this.scheduler =
        Executors.newSingleThreadScheduledExecutor(
            DaemonThreads.named("watch-" + folder.getFileName()));
  }

  /** Reads the folder and watches it. */
  public static <T> WatchedFolder<T> open(Path folder, Reader<T> reader) {
    WatchedFolder<T> watched = new WatchedFolder<>(folder, reader, true);
    watched.refresh();
    var unused =
        watched.scheduler.scheduleWithFixedDelay(
            watched::refresh, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return watched;
  }

  /** Reads the folder once, without logging. */
  public static <T> WatchedFolder<T> readOnce(Path folder, Reader<T> reader) {
    WatchedFolder<T> read = new WatchedFolder<>(folder, reader, false);
    read.refresh();
    read.close();
    return read;
  }

  /** The values by their keys, sorted. */
  public Map<String, T> values() {
    return current.byKey();
  }

  public List<FileProblem> problems() {
    return current.problems();
  }

  /** Reads changes immediately. */
  public synchronized void refresh() {
    try {
      List<Path> found = list();
      files.keySet().retainAll(found);
      for (Path file : found) {
        load(file);
      }
      publish(List.of());
    } catch (IOException e) {
      // keeps the values: a mount that is briefly unavailable must not remove environments
      publish(List.of(new FileProblem(folder, 0, "cannot read the folder: " + reason(e))));
    } catch (RuntimeException e) {
      // an exception would end the schedule
      LOG.error("Reading {} failed", folder, e);
    }
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  /** Hidden files are ignored, among them the {@code ..data} of a ConfigMap. */
  private List<Path> list() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(file -> file.getFileName().toString().endsWith(".yaml"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private void load(Path file) {
    Loaded<T> before = files.get(file);
    Entry<T> lastGood = before == null ? null : before.entry();
    String digest = "";
    try {
      byte[] bytes = Files.readAllBytes(file);
      digest = Sha256.hex(bytes);
      if (before != null && digest.equals(before.digest())) {
        return;
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      Instant modified = Files.getLastModifiedTime(file).toInstant();
      files.put(file, new Loaded<>(digest, reader.read(new Source(file, text, modified)), null));
    } catch (InvalidFileException e) {
      files.put(file, new Loaded<>(digest, lastGood, e.in(file)));
    } catch (CharacterCodingException e) {
      files.put(
          file, new Loaded<>(digest, lastGood, new FileProblem(file, 0, "is not UTF-8 text")));
    } catch (IOException e) {
      files.put(
          file,
          new Loaded<>("", lastGood, new FileProblem(file, 0, "can't be read: " + reason(e))));
    }
  }

  private void publish(List<FileProblem> ofFolder) {
    Map<String, T> byKey = new TreeMap<>();
    List<FileProblem> problems = new ArrayList<>(ofFolder);
    // the first file with a key keeps it, so that a later copy does not replace it
    owners.entrySet().removeIf(owner -> !defines(owner.getValue(), owner.getKey()));
    files.forEach(
        (file, loaded) -> {
          if (loaded.problem() != null) {
            problems.add(loaded.problem());
          }
          if (loaded.entry() == null) {
            return;
          }
          String key = loaded.entry().key();
          Path owner = owners.computeIfAbsent(key, any -> file);
          if (owner.equals(file)) {
            byKey.put(key, loaded.entry().value());
          } else {
            String reason =
                "defines " + key + ", which " + owner.getFileName() + " already defines";
            problems.add(new FileProblem(file, 0, reason));
          }
        });
    problems.stream()
        .filter(problem -> logging && !current.problems().contains(problem))
        .forEach(problem -> LOG.warn("{} (its last valid version stays in use)", problem));
    current = new Snapshot<>(Collections.unmodifiableMap(byKey), List.copyOf(problems));
  }

  private boolean defines(Path file, String key) {
    Loaded<T> loaded = files.get(file);
    return loaded != null && loaded.entry() != null && loaded.entry().key().equals(key);
  }

  private static String reason(IOException e) {
    return e.getClass().getSimpleName();
  }
}
