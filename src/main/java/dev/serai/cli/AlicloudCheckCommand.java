package dev.serai.cli;

import dev.serai.alicloud.access.AccessCheck;
import dev.serai.settings.ClusterSettings;
import dev.serai.settings.InvalidSettingException;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks each step from the settings to a pod on ACK, and prints the first that fails. */
@Command(
    name = "check",
    description =
        "Checks each step from the settings to a pod on ACK: credentials, cluster, access.",
    footer = {
      "",
      "Takes the settings of serve, with schedule-type alicloud-k8s. Where several clusters are",
      "configured, all of that schedule-type are checked."
    })
final class AlicloudCheckCommand implements Callable<Integer> {

  private static final String ACK = "alicloud-k8s";

  private final Shell shell;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "File of settings. Default: SERAI_CONFIG, else config/application.properties.")
  private Path config;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "Check this one of several clusters alone.")
  private String cluster;

  @Mixin private OutputFormat output;

  AlicloudCheckCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    List<CheckReport> reports =
        meant().entrySet().stream()
            .map(
                one -> new CheckReport(one.getKey(), AccessCheck.of(one.getValue(), shell.clock())))
            .toList();
    if (output.isJson()) {
      shell.out().println(CheckReport.asJson(reports).toPrettyString());
    } else {
      reports.forEach(report -> report.print(shell.out()));
    }
    boolean good = reports.stream().allMatch(CheckReport::isGood);
    return (good ? ExitCode.OK : ExitCode.ERROR).number();
  }

  /** The settings of the clusters to check by name; that of the only one is empty. */
  private Map<String, Settings> meant() {
    Map<String, String> flags = SettingOptions.given(spec.commandLine().getParseResult());
    Optional<Path> file = SettingOptions.file(config, shell);
    Map<String, String> ofAck = new LinkedHashMap<>(flags);
    ofAck.put(Setting.SCHEDULE_TYPE.key(), ACK);
    Settings only = Settings.resolve(ofAck, shell.environment(), file);
    if (!only.clusters().isEmpty()) {
      // each cluster has a schedule-type of its own
      return several(Settings.resolve(flags, shell.environment(), file).clusters());
    }
    if (cluster != null) {
      throw new InvalidSettingException(
          "--cluster " + cluster + " is for several clusters, and the settings name none");
    }
    return Map.of("", only);
  }

  private Map<String, Settings> several(List<ClusterSettings> all) {
    Map<String, Settings> ack = new LinkedHashMap<>();
    all.stream()
        .filter(one -> one.settings().text(Setting.SCHEDULE_TYPE).equals(ACK))
        .forEach(one -> ack.put(one.name(), one.settings()));
    if (ack.isEmpty()) {
      throw new InvalidSettingException("no cluster of the settings has schedule-type " + ACK);
    }
    if (cluster == null) {
      return ack;
    }
    return Optional.ofNullable(ack.get(cluster))
        .map(settings -> Map.of(cluster, settings))
        .orElseThrow(
            () ->
                new InvalidSettingException(
                    "--cluster %s: no cluster of schedule-type %s has that name; there is %s"
                        .formatted(cluster, ACK, String.join(", ", ack.keySet()))));
  }
}
