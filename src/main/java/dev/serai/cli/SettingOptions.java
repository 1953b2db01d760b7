package dev.serai.cli;

import dev.serai.settings.Setting;
import dev.serai.settings.SettingType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The flags of {@code serve}: one for every setting, and one more for the file of a secret. */
final class SettingOptions {

  private SettingOptions() {}

  static void addTo(CommandSpec spec) {
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
    return flags;
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
