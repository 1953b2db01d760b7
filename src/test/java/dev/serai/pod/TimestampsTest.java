package dev.serai.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-24T15:04:05Z",
        "2024-02-29T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "2026-11-24T15:04:05.123456Z",
        "2026-11-24T23:04:05+08:00"
      })
  void readsWhatJavaReads(String text) {
    assertThat(Timestamps.parse(text)).contains(OffsetDateTime.parse(text).toInstant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "2026-13-24T15:04:05Z",
        "2026-02-29T15:04:05Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24 15:04:05Z",
        "2026-11-24T15:04:0xZ",
        "2026-11-24T15:04:05"
      })
  void takesNothingElseForATime(String text) {
    assertThat(Timestamps.parse(text)).isEmpty();
  }

  @Test
  void nothingIsNoTime() {
    assertThat(Timestamps.parse(null)).isEmpty();
    assertThat(Timestamps.parse("1970-01-01T00:00:00Z")).contains(Instant.EPOCH);
  }
}
