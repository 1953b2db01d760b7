package dev.serai.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A directory of {@code *.camel.yaml} files. Links are followed and hidden folders skipped, because
 * Kubernetes mounts a ConfigMap as links into a hidden folder that it swaps.
 */
record RouteFolder(Path root, List<String> clusters) {

  private static final int MAX_DEPTH = 8;

  RouteFolder {
    Objects.requireNonNull(root, "root is null");
    clusters = List.copyOf(clusters);
  }

  /** A directory for one cluster without a name of its own. */
  RouteFolder(Path root) {
    this(root, RouteVocabulary.serai().clusters());
  }

  /**
   * Reads every route file, by relative path.
   *
   * @throws UncheckedIOException when the directory or a file in it can't be read
   */
  SortedMap<Path, RouteFile> read() {
    SortedMap<Path, RouteFile> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(root, MAX_DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      for (Path file : (Iterable<Path>) found.filter(this::isRouteFile)::iterator) {
        readInto(files, file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the routes in " + root, e);
    }
    return Collections.unmodifiableSortedMap(files);
  }

  private void readInto(SortedMap<Path, RouteFile> files, Path file) throws IOException {
    Path path = root.relativize(file);
    try {
      files.put(path, RouteFile.of(path, Files.readAllBytes(file)).forEach(clusters));
    } catch (NoSuchFileException goneMeanwhile) {
      // deleted or renamed between listing and reading: the same as not listed
    }
  }

  private boolean isRouteFile(Path file) {
    if (!file.getFileName().toString().endsWith(RouteFile.SUFFIX) || !Files.isRegularFile(file)) {
      return false;
    }
    for (Path part : root.relativize(file)) {
      if (part.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }
}
