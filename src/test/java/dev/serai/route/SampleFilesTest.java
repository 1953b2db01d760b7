package dev.serai.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each sample must be valid beside the shipped routes, to which it is copied. */
class SampleFilesTest {

  private static final Path ROUTES = Path.of("routes");
  private static final Path SAMPLES = Path.of("samples/routes");

  private static final RouteValidator VALIDATOR =
      new RouteValidator(
          RouteVocabulary.serai().withClusters(List.of("default", "hangzhou", "office")));

  @TempDir Path folder;

  static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.walk(SAMPLES)) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }

  @Test
  void thereAreSamples() throws IOException {
    assertThat(samples())
        .extracting(sample -> sample.getFileName().toString())
        .contains("kafka-requests.camel.yaml", "amqp-requests.camel.yaml");
  }

  @ParameterizedTest
  @MethodSource("samples")
  void fitsBesideTheShippedRoutes(Path sample) throws IOException {
    copyShipped();
    Path copy = folder.resolve(SAMPLES.relativize(sample));
    Files.createDirectories(copy.getParent());
    Files.copy(sample, copy, StandardCopyOption.REPLACE_EXISTING);

    RouteValidator.Result result = VALIDATOR.check(folder);

    assertThat(result.findings()).isEmpty();
    assertThat(result.files()).isGreaterThan(1);
  }

  private void copyShipped() throws IOException {
    try (Stream<Path> files = Files.walk(ROUTES)) {
      files.forEach(
          file -> {
            try {
              Path copy = folder.resolve(ROUTES.relativize(file));
              if (Files.isDirectory(file)) {
                Files.createDirectories(copy);
              } else {
                Files.copy(file, copy);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
