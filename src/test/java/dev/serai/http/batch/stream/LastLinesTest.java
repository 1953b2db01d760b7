package dev.serai.http.batch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastLinesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"", "\n", "one", "one\n", "one\ntwo", "one\ntwo\n", "\n\n\n", "one\n\nthree\n"})
  void aFileAndATextHaveTheSameLastLines(String text) throws IOException {
    for (int lines = 0; lines <= 4; lines++) {
      assertThat(ofFile(text, lines)).as("%d of %s", lines, text).isEqualTo(ofText(text, lines));
    }
  }

  @Test
  void aNewlineAtTheEndBeginsNoLine() {
    assertThat(ofText("one\ntwo\n", 1)).isEqualTo("two\n");
    assertThat(ofText("one\ntwo", 1)).isEqualTo("two");
    assertThat(ofText("one\ntwo\n", 9)).isEqualTo("one\ntwo\n");
    assertThat(ofText("one\ntwo\n", 0)).isEmpty();
  }

  @Test
  void linesMayBeLongerThanABlock() throws IOException {
    String line = "x".repeat(200_000) + "\n";
    assertThat(ofFile(line + line + line, 2)).isEqualTo(line + line);
  }

  private static String ofText(String text, int lines) {
    return text.substring(LastLines.start(text.getBytes(StandardCharsets.UTF_8), lines));
  }

  private String ofFile(String text, int lines) throws IOException {
    Path file = Files.writeString(folder.resolve("log"), text);
    try (FileChannel channel = FileChannel.open(file)) {
      LastLines.seek(channel, lines);
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
