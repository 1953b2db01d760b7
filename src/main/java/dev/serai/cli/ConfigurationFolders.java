package dev.serai.cli;

import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of commands that check the folders of a configuration without a server. */
final class ConfigurationFolders {

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "File of settings. Default: SERAI_CONFIG, else config/application.properties.")
  private Path config;

  @Option(
      names = "--environments",
      paramLabel = "DIR",
      description = "Folder of environments. Default: that of the settings.")
  private Path environments;

  @Option(
      names = "--pod-templates",
      paramLabel = "DIR",
      description = "Folder of pod templates. Default: that of the settings.")
  private Path podTemplates;

  Settings settings(Shell shell) {
    return Settings.resolve(Map.of(), shell.environment(), SettingOptions.file(config, shell));
  }

  /** Whether one of the two folders was named on the command line. */
  boolean isGiven() {
    return environments != null || podTemplates != null;
  }

  Path environments(Settings settings) {
    return existing(environments, settings, Setting.ENVIRONMENTS);
  }

  Path podTemplates(Settings settings) {
    return existing(podTemplates, settings, Setting.POD_TEMPLATES);
  }

  private static Path existing(Path given, Settings settings, Setting setting) {
    return existing(Optional.ofNullable(given).orElseGet(() -> settings.path(setting)));
  }

  /** The same directory, or the end of the command when there is none. */
  static Path existing(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new CommandFailedException(ExitCode.USAGE, "no such directory: " + directory);
    }
    return directory;
  }
}
