package dev.serai.batch.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.NewItem;
import dev.serai.batch.document.format.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the files of samples/batches/ as a server does, with the shipped environments. */
class SampleBatchesTest {

  private static final Path SAMPLES = Path.of("samples", "batches");

  @TempDir private Path folder;

  static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      return files.filter(file -> !file.endsWith("README.md")).sorted().toList();
    }
  }

  @Test
  void thereAreFiveInAllThreeFormsAndTheReadmeNamesEach() throws IOException {
    assertThat(samples()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(samples().stream().map(SampleBatchesTest::format).distinct()).hasSize(3);
    String readme = Files.readString(SAMPLES.resolveSibling("README.md"));
    assertThat(samples())
        .allSatisfy(sample -> assertThat(readme).contains("`" + sample.getFileName() + "`"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isABatch(Path sample) throws IOException {
    try (Documents documents = new Documents(folder)) {
      CheckedBatch batch = documents.check(format(sample), Files.readAllBytes(sample));
      assertThat(batch.size()).isPositive();
      assertThat(Documents.items(batch))
          .hasSize(batch.size())
          .extracting(NewItem::id)
          .doesNotHaveDuplicates();
    }
  }

  private static Format format(Path sample) {
    String name = sample.getFileName().toString();
    return Format.valueOf(
        name.substring(name.lastIndexOf('.') + 1).toUpperCase(java.util.Locale.ROOT));
  }
}
