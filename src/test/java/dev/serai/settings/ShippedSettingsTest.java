package dev.serai.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps the shipped file and the registry of settings from drifting apart. */
class ShippedSettingsTest {

  private static final Path FILE = Path.of("config/application.properties");
  private static final Pattern KEY = Pattern.compile("#?(serai\\.[a-z0-9-]+)=(.*)");

  @TempDir private Path folder;

  @Test
  void theFileHasEverySettingOnceWithItsDefaultAndNoOther() throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      expected.put(setting.property(), setting.defaultText());
    }

    assertThat(shipped()).hasSizeGreaterThan(20).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void everyKeyHasAComment() throws IOException {
    List<String> lines = Files.readAllLines(FILE);
    int keys = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (KEY.matcher(lines.get(i)).matches()) {
        keys++;
        assertThat(lines.get(i - 1)).as(lines.get(i)).startsWith("# ").endsWith(".");
      }
    }
    assertThat(keys).isEqualTo(Setting.values().length);
  }

  @Test
  void theFileAsItIsShippedAndWithAllKeysTakenInMeansTheDefaults() throws IOException {
    Path takenIn =
        Files.writeString(
            folder.resolve("all.properties"),
            Files.readString(FILE).replace("\n#serai.", "\nserai."));
    Settings defaults = Settings.resolve(Map.of(), Map.of(), Optional.empty());

    for (Path file : List.of(FILE, takenIn)) {
      assertThat(Settings.resolve(Map.of(), Map.of(), Optional.of(file)).asProperties())
          .isEqualTo(defaults.asProperties());
    }
  }

  private static Map<String, String> shipped() throws IOException {
    Map<String, String> entries = new LinkedHashMap<>();
    for (String line : Files.readAllLines(FILE)) {
      Matcher key = KEY.matcher(line);
      if (key.matches()) {
        assertThat(entries.put(key.group(1), key.group(2))).as(line).isNull();
      }
    }
    return entries;
  }
}
