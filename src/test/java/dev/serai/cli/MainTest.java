package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everySettingIsAFlagOfServeAndIsInItsHelp(Setting setting) {
    CommandLine serve =
        Main.commandLine(Shell.ofProcess(), settings -> 0).getSubcommands().get("serve");

    assertThat(serve.getCommandSpec().findOption(setting.flag())).isNotNull();
    assertThat(CommandRun.of(Map.of(), "serve", "--help").out()).contains(setting.flag());
    setting
        .fileKey()
        .ifPresent(key -> assertThat(serve.getCommandSpec().findOption("--" + key)).isNotNull());
  }

  @ParameterizedTest
  @CsvSource({
    "serve, --prot, --port",
    "serve, --cleanup-intreval=5s, --cleanup-interval",
    "list, --outptu, --output"
  })
  void aMistypedFlagIsAnsweredWithTheNearestOne(String command, String typed, String meant) {
    CommandRun run = CommandRun.of(Map.of(), command, typed);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
    assertThat(run.err()).contains("Did you mean " + meant + "?").doesNotContain("Possible");
  }

  @Test
  void serveRunsWithTheSettingsOfFlagsVariablesAndFile() throws IOException {
    Path config = Files.writeString(folder.resolve("c"), "serai.qps=3\nserai.namespace=n\n");
    List<Settings> started = new ArrayList<>();
    CommandRun run =
        CommandRun.of(
            Map.of("SERAI_NAMESPACE", "v", "SERAI_CONFIG", config.toString()),
            "",
            Clock.systemUTC(),
            settings -> {
              started.add(settings);
              return 7;
            },
            "serve",
            "--port=81");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(7);
    assertThat(started).hasSize(1);
    assertThat(started.get(0).number(Setting.PORT)).isEqualTo(81);
    assertThat(started.get(0).number(Setting.QPS)).isEqualTo(3);
    assertThat(started.get(0).text(Setting.NAMESPACE)).isEqualTo("v");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json"})
  void printConfigShowsValuesAndOriginsAndNeverASecret(String form) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "hidden-1");
    Path config = Files.writeString(folder.resolve("c"), "serai.broker-url=tcp://u:hidden-2@b:1");
    CommandRun run =
        CommandRun.of(
            Map.of("SERAI_BROKER_PASSWORD_FILE", secret.toString()),
            "serve",
            "--print-config",
            "-o",
            form,
            "--config",
            config.toString(),
            "--port=81");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).doesNotContain("hidden");
    assertThat(run.out())
        .contains("flag --port", "variable SERAI_BROKER_PASSWORD_FILE", config + ":1", "default")
        .contains("***");
    for (Setting setting : Setting.values()) {
      assertThat(run.out()).contains(setting.key());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "json"})
  void printConfigShowsTheSettingsOfEachClusterAndNoSecret(String form) {
    CommandRun run =
        CommandRun.of(
            Map.of("SERAI_CLUSTERS_MY_OFFICE_WEIGHT", "3"),
            "serve",
            "--print-config",
            "-o",
            form,
            "--clusters.ack.schedule-type=alicloud-k8s",
            "--clusters.ack.alicloud-cluster-id",
            "c1",
            "--clusters.ack.alicloud-access-key-id=hidden-id",
            "--clusters.ack.alicloud-access-key-secret=hidden-secret");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).doesNotContain("hidden");
    assertThat(run.out())
        .contains(
            "clusters.ack.schedule-type",
            "flag --clusters.ack.alicloud-access-key-secret",
            "clusters.ack.alicloud-access-key-id",
            "clusters.my-office.weight",
            "***")
        .containsPattern("clusters.my-office.weight[^}]*3");
  }

  @Test
  void aStrangeFlagIsRefusedBesideThoseOfClusters() {
    CommandRun run = CommandRun.of(Map.of(), "serve", "--clusters.a.weight=3", "--prot=1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--prot");
    CommandRun mistyped = CommandRun.of(Map.of(), "serve", "--clusters.a.weigth=3");
    assertThat(mistyped.exitCode()).isEqualTo(2);
    assertThat(mistyped.err()).contains("did you mean --clusters.a.weight?");
  }

  @Test
  void aBadSettingIsOneLineAndExits2() {
    CommandRun run = CommandRun.of(Map.of("SERAI_QPS", "many"), "serve");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip())
        .isEqualTo(
            "serai: qps is \"many\" (variable SERAI_QPS); expected a whole number of at least 0");
  }

  @Test
  void aMistypedFlagIsAnsweredWithTheNearestOne() {
    assertThat(CommandRun.of(Map.of(), "serve", "--cleanup-intervall", "1s").err())
        .contains("--cleanup-interval");
  }

  @Test
  void aFaultOfTheProgramShowsWhereItIs() {
    CommandRun run =
        CommandRun.of(
            Map.of(),
            "",
            Clock.systemUTC(),
            settings -> {
              throw new IllegalStateException("boom");
            },
            "serve");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("boom", "MainTest");
  }

  @Test
  void helpDocumentsTheExitCodesOfEveryCommand() {
    List<String> commands =
        List.copyOf(Main.commandLine(Shell.ofProcess(), settings -> 0).getSubcommands().keySet());

    assertThat(commands).contains("serve", "create", "get", "list", "delete", "logs", "dead");
    for (String command : commands) {
      CommandRun run = CommandRun.of(Map.of(), command, "--help");
      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).contains("Exit codes:", "Usage: serai " + command);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionKnowsCommandsAndFlags(String kind) {
    assertThat(CommandRun.of(Map.of(), "completion", kind).out())
        .contains("complete", "create", "--schedule-type", "simulated");
  }

  @Test
  void nothingToDoShowsTheHelp() {
    CommandRun run = CommandRun.of(Map.of());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: serai", "serve", "create");
  }

  @Test
  void versionNamesTheProgramAndItsJava() {
    assertThat(CommandRun.of(Map.of(), "version").out()).startsWith("serai ").contains("(Java ");
    assertThat(CommandRun.of(Map.of(), "--version").out()).startsWith("serai ");
  }
}
