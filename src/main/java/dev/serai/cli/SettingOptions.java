package dev.serai.cli;

import dev.serai.settings.Setting;
import dev.serai.settings.SettingType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The flags of the settings: one for every setting, and one more for the file of a secret. Those of
 * one of several clusters ({@code --clusters.<name>.<key>}) are taken as they come.
 */
final class SettingOptions {

  private SettingOptions() {}

  private static final String CLUSTERS = "--clusters.";

  static void addTo(CommandSpec spec) {
    spec.parser().unmatchedArgumentsAllowed(true);
    for (Setting setting : Setting.values()) {
      String unset = setting.defaultText().isEmpty() ? "" : " Default: " + setting.defaultText();
      spec.addOption(
          option(setting.flag(), label(setting), setting.description() + unset)
              .completionCandidates(setting.choices())
              .build());
      setting
          .fileKey()
          .ifPresent(
              key -> spec.addOption(option("--" + key, "FILE", "File that has it.").build()));
    }
  }

  /** The values given on the command line, by the settings' bare names. */
  static Map<String, String> given(ParseResult result) {
    Map<String, String> flags = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      put(flags, result, setting.key());
      setting.fileKey().ifPresent(key -> put(flags, result, key));
    }
    putClusters(flags, result);
    return flags;
  }

  private static void putClusters(Map<String, String> flags, ParseResult result) {
    List<String> strangers = new ArrayList<>();
    Iterator<String> arguments = result.unmatched().iterator();
    while (arguments.hasNext()) {
      String argument = arguments.next();
      int equals = argument.indexOf('=');
      if (!argument.startsWith(CLUSTERS)) {
        strangers.add(argument);
      } else if (equals > 0) {
        flags.put(argument.substring(2, equals), argument.substring(equals + 1));
      } else if (arguments.hasNext()) {
        flags.put(argument.substring(2), arguments.next());
      } else {
        strangers.add(argument);
      }
    }
    if (!strangers.isEmpty()) {
      throw new UnmatchedArgumentException(result.commandSpec().commandLine(), strangers);
    }
  }

  /** A file that somebody named must be there; the shipped one may be missing. */
  static Optional<Path> file(Path named, Shell shell) {
    Path shipped =
        Path.of(System.getProperty("serai.home", ""), "config", "application.properties");
    return Optional.ofNullable(named)
        .or(() -> shell.variable("SERAI_CONFIG").map(Path::of))
        .or(() -> Optional.of(shipped).filter(Files::exists));
  }

  private static void put(Map<String, String> flags, ParseResult result, String key) {
    String value = result.matchedOptionValue("--" + key, null);
    if (value != null) {
      flags.put(key, value);
    }
  }

  private static OptionSpec.Builder option(String name, String label, String description) {
    // '%' starts a variable or a format in picocli's texts
    return OptionSpec.builder(name)
        .type(String.class)
        .paramLabel(label)
        .description(description.replace("%", "%%"));
  }

  private static String label(Setting setting) {
    return setting.type() == SettingType.CHOICE
        ? String.join("|", setting.choices())
        : setting.type().name().toUpperCase(Locale.ROOT);
  }
}
