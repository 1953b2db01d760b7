package dev.serai.cli;

import dev.serai.settings.Settings;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the server, or shows the settings it would start with. */
@Command(
    name = "serve",
    description = "Starts the server.",
    footer = {
      "",
      "Every setting is also a variable (--port: SERAI_PORT) and a key of the file"
          + " (serai.port). Flag beats variable beats file beats default."
    })
final class ServeCommand implements Callable<Integer> {

  private final Shell shell;
  private final ServerRunner runner;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "File of settings. Default: SERAI_CONFIG, else config/application.properties.")
  private Path config;

  @Option(
      names = "--print-config",
      description = "Shows every effective setting and where it comes from, and ends.")
  private boolean printConfig;

  @Mixin private OutputFormat output;

  ServeCommand(Shell shell, ServerRunner runner) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
    this.runner = Objects.requireNonNull(runner, "runner is null");
  }

  @Override
  public Integer call() throws Exception {
    Settings settings =
        Settings.resolve(
            SettingOptions.given(spec.commandLine().getParseResult()),
            shell.environment(),
            SettingOptions.file(config, shell));
    if (printConfig) {
      EffectiveSettings.print(settings, output.isJson(), shell.out());
      return ExitCode.OK.number();
    }
    return runner.run(settings);
  }
}
