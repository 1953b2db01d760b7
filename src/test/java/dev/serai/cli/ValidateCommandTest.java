package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidateCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  @Test
  void countsWhatIsGood() {
    assertThat(run("src/test/resources/good-routes")).isZero();
    assertThat(out.toString().strip()).isEqualTo("4 files, 9 routes: no problems");
  }

  @Test
  void namesFileLineAndProblem() throws IOException {
    Path file = folder.resolve("a.camel.yaml");
    Files.writeString(file, "- rout:\n    id: x\n");
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(out.toString().lines())
        .containsExactly(
            file + ":1: unknown item `rout`; did you mean `route`?", "1 file, 0 routes: 1 problem");
    assertThat(run("--output", "json", folder.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("\"line\" : 1");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    assertThat(run(folder.resolve("nowhere").toString())).isEqualTo(2);
  }

  private int run(String... arguments) {
    return new CommandLine(new ValidateCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(new StringWriter(), true))
        .execute(arguments);
  }
}
