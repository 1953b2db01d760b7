package dev.serai.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A directory of {@code *.camel.yaml} files. Links are followed and hidden folders skipped, because
 * Kubernetes mounts a ConfigMap as links into a hidden folder that it swaps.
 *
 * <p>A file with unchanged content is the same object as in the previous read, so that it is not
 * parsed again.
 */
final class RouteFolder {

  private static final int MAX_DEPTH = 8;

  private final Path root;
  private final List<String> clusters;
  private Contents last = new Contents(Collections.emptySortedMap(), Collections.emptySortedSet());

  RouteFolder(Path root, List<String> clusters) {
    this.root = Objects.requireNonNull(root, "root is null");
    this.clusters = List.copyOf(clusters);
  }

  /** A directory for a single unnamed cluster. */
  RouteFolder(Path root) {
    this(root, RouteVocabulary.serai().clusters());
  }

  /**
   * The result of one read.
   *
   * @param routes by relative path
   * @param ignored files whose names do not end in {@code .camel.yaml}, other than pages
   */
  record Contents(SortedMap<Path, RouteFile> routes, SortedSet<Path> ignored) {

    Contents {
      routes = Collections.unmodifiableSortedMap(routes);
      ignored = Collections.unmodifiableSortedSet(ignored);
    }

    /** The routes without those of other engines. */
    SortedMap<Path, RouteFile> routesOf(String engine) {
      SortedMap<Path, RouteFile> all = new TreeMap<>(routes);
      all.values().removeIf(file -> file.engine().filter(name -> !name.equals(engine)).isPresent());
      return all;
    }
  }

  /**
   * Reads the directory.
   *
   * @throws UncheckedIOException when the directory or a file in it can't be read
   */
  synchronized Contents read() {
    SortedMap<Path, RouteFile> files = new TreeMap<>();
    SortedSet<Path> ignored = new TreeSet<>();
    try {
      Files.walkFileTree(
          root,
          Set.of(FileVisitOption.FOLLOW_LINKS),
          MAX_DEPTH,
          new SimpleFileVisitor<>() {

            @Override
            public FileVisitResult preVisitDirectory(
                Path directory, BasicFileAttributes attributes) {
              return isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (attributes.isRegularFile() && !isHidden(file)) {
                String name = file.getFileName().toString();
                if (name.endsWith(RouteFile.SUFFIX)) {
                  readInto(files, file);
                } else if (!name.endsWith(".md")) {
                  ignored.add(root.relativize(file));
                }
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              // the files behind a loop are read by their own path
              boolean harmless =
                  failure instanceof FileSystemLoopException
                      || failure instanceof NoSuchFileException;
              if (file.equals(root) || !harmless) {
                throw failure;
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the routes in " + root + ": " + e, e);
    }
    last = new Contents(files, ignored);
    return last;
  }

  /** Files that the last read ignored. */
  synchronized SortedSet<Path> ignored() {
    return last.ignored();
  }

  private void readInto(SortedMap<Path, RouteFile> files, Path file) throws IOException {
    Path path = root.relativize(file);
    try {
      RouteFile now = RouteFile.of(path, Files.readAllBytes(file)).forEach(clusters);
      RouteFile before = last.routes().get(path);
      files.put(path, now.equals(before) ? before : now);
    } catch (NoSuchFileException goneMeanwhile) {
      // deleted or renamed between listing and reading
    }
  }

  private boolean isHidden(Path path) {
    return !path.equals(root) && path.getFileName().toString().startsWith(".");
  }
}
