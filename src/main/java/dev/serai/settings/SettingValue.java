package dev.serai.settings;

import dev.serai.base.Text;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The effective value of a setting.
 *
 * @param text as it was given
 * @param content the same, read by the setting's type
 * @param file that a secret was read from
 */
record SettingValue(
    Setting setting, String text, Object content, Origin origin, Optional<Path> file) {

  private static final String MASK = "***";

  /** Characters of a bad value that a message shows. */
  private static final int MAX_SHOWN = 100;

  SettingValue {
    Objects.requireNonNull(setting, "setting is null");
    Objects.requireNonNull(text, "text is null");
    Objects.requireNonNull(content, "content is null");
    Objects.requireNonNull(origin, "origin is null");
    Objects.requireNonNull(file, "file is null");
  }

  static SettingValue read(Setting setting, String text, Origin origin) {
    Object content =
        setting
            .type()
            .read(setting, text)
            .orElseThrow(
                () ->
                    new InvalidSettingException(
                        "%s is \"%s\" (%s); expected %s"
                            .formatted(
                                setting.key(),
                                Text.printable(Text.cut(masked(setting, text), MAX_SHOWN)),
                                origin,
                                setting.type().expected(setting))));
    return new SettingValue(setting, text, content, origin, Optional.empty());
  }

  SettingValue from(Path secretFile) {
    return new SettingValue(setting, text, content, origin, Optional.of(secretFile));
  }

  /** The value for people's eyes: of a secret, and of a password inside a URL, only a mask. */
  String masked() {
    return masked(setting, text);
  }

  private static String masked(Setting setting, String text) {
    if (setting.secret()) {
      return text.isEmpty() ? "" : MASK;
    }
    if (setting.type() == SettingType.URI) {
      return text.replaceAll("//[^/@]*@", "//" + MASK + "@")
          .replaceAll("(?i)(password|secret|token)=[^&;,)]*", "$1=" + MASK);
    }
    return text;
  }

  @Override
  public String toString() {
    return setting.key() + "=" + masked() + " (" + origin + ")";
  }
}
