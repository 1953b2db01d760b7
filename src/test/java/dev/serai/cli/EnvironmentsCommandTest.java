package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentsCommandTest {

  @TempDir Path folder;

  @Test
  void listsTheShippedEnvironments() {
    CommandRun run = CommandRun.of(Map.of(), "environments");
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().findFirst())
        .hasValueSatisfying(
            line -> assertThat(line).matches("ENVIRONMENT +IMAGE +POD TEMPLATE +TTL +FILE"));
    assertThat(run.out().lines().skip(1))
        .hasSize(5)
        .anyMatch(line -> line.startsWith("demo@1.0.0 ") && line.endsWith(" demo.yaml"));
  }

  @Test
  void namesFilesThatCannotBeUsedWithLineAndReason() throws IOException {
    write("good.yaml", "name: good\nversion: 1.0.0\nimage: x\n");
    Path bad = write("bad.yaml", "name: bad\nversion: 1.0.0\nimage: x\nenv: {A: s3cret}\n");
    CommandRun table = environments();
    assertThat(table.exitCode()).isEqualTo(1);
    assertThat(table.out()).contains("good@1.0.0").doesNotContain("s3cret");
    assertThat(table.err().strip())
        .isEqualTo(bad + ":4: has the unknown key \"env\"; did you mean environmentVariables?");

    CommandRun json = environments("--output", "json");
    JsonNode root = new ObjectMapper().readTree(json.out());
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(root.path("environments").path(0).path("name").asText()).isEqualTo("good");
    assertThat(root.path("findings").path(0).path("line").asInt()).isEqualTo(4);
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    CommandRun run = CommandRun.of(Map.of(), "environments", "--environments", folder + "/nowhere");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("serai: no such directory: ");
  }

  @Test
  void explainsItself() {
    CommandRun help = CommandRun.of(Map.of(), "environments", "--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("--pod-templates", "Exit codes:");
  }

  private CommandRun environments(String... more) {
    String[] arguments = new String[3 + more.length];
    arguments[0] = "environments";
    arguments[1] = "--environments";
    arguments[2] = folder.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return CommandRun.of(Map.of(), arguments);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
