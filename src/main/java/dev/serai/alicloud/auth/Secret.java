package dev.serai.alicloud.auth;

import dev.serai.settings.SecretFile;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The value of a secret setting. It can't be printed as a record component could, and is reread
 * from its file each time, so that a rotation of the file needs no restart.
 *
 * @param name of the setting, for messages
 */
public record Secret(String name, Supplier<String> value) {

  public Secret {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(value, "value is null");
  }

  static Secret of(Settings settings, Setting setting) {
    String text = settings.text(setting);
    return settings
        .secretFile(setting)
        .map(file -> new Secret(setting.key(), () -> read(setting, file)))
        .orElseGet(() -> new Secret(setting.key(), () -> text));
  }

  String read() {
    return value.get();
  }

  private static String read(Setting setting, Path file) {
    try {
      return SecretFile.read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't read " + setting.key() + "-file " + file + ": " + e.getClass().getSimpleName(), e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
