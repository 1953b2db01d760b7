package dev.serai.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The shipped folders with the files of the tests beside them. */
final class TestFolders {

  private TestFolders() {}

  static Path environments(Path under) {
    return joined(
        under.resolve("environments"), "config/environments", "src/test/resources/it/environments");
  }

  static Path podTemplates(Path under) {
    return joined(
        under.resolve("pod-templates"),
        "config/pod-templates",
        "src/test/resources/it/pod-templates");
  }

  private static Path joined(Path target, String... sources) {
    try {
      Files.createDirectories(target);
      for (String source : sources) {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(source))) {
          files = all.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
        for (Path file : files) {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
