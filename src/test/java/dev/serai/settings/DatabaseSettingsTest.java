package dev.serai.settings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseSettingsTest {

  private static Settings resolve(Map<String, String> flags) {
    return Settings.resolve(flags, Map.of(), Optional.empty(), Path.of("").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/x?user=u&password=s3cr3t",
        "jdbc:postgresql://u:s3cr3t@db/x"
      })
  void aPasswordInTheUrlIsRefusedAndNotShown(String url) {
    assertThatThrownBy(() -> resolve(Map.of("database-url", url)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("database-password-file")
        .hasMessageNotContaining("s3cr3t");
  }

  @Test
  void aUserWithoutAUrlIsRefused() {
    assertThatThrownBy(() -> resolve(Map.of("database-user", "u")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("needs database-url");
  }
}
