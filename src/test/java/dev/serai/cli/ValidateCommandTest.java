package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

  @TempDir Path folder;

  @Test
  void countsWhatIsGood() {
    CommandRun run = validate("src/test/resources/good-routes");
    assertThat(run.out().strip()).isEqualTo("4 files, 9 routes: no problems");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void checksTheWholeConfigurationWhenNoFolderIsNamed() {
    CommandRun run = validate();
    assertThat(run.out().strip())
        .matches("\\d+ files, \\d+ routes, 5 environments, 2 pod templates: no problems");
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void namesFileLineAndProblem() throws IOException {
    Path file = folder.resolve("a.camel.yaml");
    Files.writeString(file, "- rout:\n    id: x\n");
    CommandRun text = validate(folder.toString());
    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.out().lines())
        .containsExactly(
            file + ":1: unknown item `rout`; did you mean `route`?", "1 file, 0 routes: 1 problem");
    CommandRun json = validate("--output", "json", folder.toString());
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.out()).contains("\"line\" : 1");
  }

  @Test
  void namesAFileThatCannotBeRead() throws IOException {
    // each read of this one fails, also for root
    Files.createSymbolicLink(folder.resolve("a.camel.yaml"), Path.of("/proc/self/mem"));
    CommandRun run = validate(folder.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot read the routes in " + folder).doesNotContain("\tat ");
  }

  @Test
  void readsWhatALinkToItsOwnFolderLeadsToOnce() throws IOException {
    Files.writeString(
        folder.resolve("a.camel.yaml"),
        "- route:\n    id: a\n    description: d\n    from: {uri: direct:a, steps: [stop: {}]}\n");
    Files.createSymbolicLink(folder.resolve("self"), folder);
    assertThat(validate(folder.toString()).out().strip()).isEqualTo("1 file, 1 route: no problems");
  }

  @Test
  void refusesAnOptionOfAComponentWithoutItsValue() throws IOException {
    Path config = folder.resolve("application.properties");
    Files.writeString(config, "camel.component.kafka.saslJaasConfigg=s3cr3t\n");
    CommandRun run = validate("--config", config.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("`camel.component.kafka.saslJaasConfigg` can't be set: KafkaComponent has no")
        .doesNotContain("s3cr3t");
  }

  @Test
  void warnsOfAFileThatIsNotRead() throws IOException {
    Files.writeString(
        folder.resolve("a.camel.yaml"),
        "- route:\n    id: a\n    description: d\n    from: {uri: direct:a, steps: [stop: {}]}\n");
    Path ignored = Files.writeString(folder.resolve("b.yaml"), "- route: {}\n");
    Files.writeString(folder.resolve("README.md"), "Pages are no routes.\n");
    CommandRun run = validate(folder.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            ignored + ": warning: is not read: the name of a route file ends in .camel.yaml",
            "1 file, 1 route: no problems, 1 warning");
  }

  @Test
  void refusesAFolderThatIsNotThere() {
    CommandRun run = validate(folder.resolve("nowhere").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("serai: no such directory: ");
  }

  @Test
  void refusesAFolderWithoutRouteFiles() {
    CommandRun run = validate(folder.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("serai: no *.camel.yaml file in ");
  }

  private static CommandRun validate(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "validate";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandRun.of(Map.of(), all);
  }
}
