package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TtlTest {

  @ParameterizedTest
  @CsvSource({
    "30m, PT30M",
    "1h30m, PT1H30M",
    "1.5h, PT1H30M",
    ".5s, PT0.5S",
    "1.s, PT1S",
    "90s, PT1M30S",
    "100ms, PT0.1S",
    "1us, PT0.000001S",
    "1µs, PT0.000001S",
    "1μs, PT0.000001S",
    "1ns, PT0.000000001S",
    "1m1h, PT1H1M",
    "1m1m, PT2M"
  })
  void readsWhatGoReads(String text, Duration duration) {
    assertThat(Ttl.parse("ttl", text)).isEqualTo(new Ttl(text, duration));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "600",
        "1d",
        "-5m",
        "+5m",
        "0",
        "0s",
        "0.1ns",
        "1h ",
        " 1h",
        "1 h",
        "h",
        ".s",
        "1h30",
        "1,5h",
        "forever",
        "1H",
        "99999999h",
        "9999999999h",
        "١h",
        "1h\n"
      })
  void refusesWhatGoRefusesAndWhatIsNoTime(String text) {
    assertThatThrownBy(() -> Ttl.parse("ttl", text))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(400))
        .hasMessageStartingWith("ttl ");
  }

  @ParameterizedTest
  @CsvSource({"PT30S, 30s", "PT1H, 1h0m0s", "PT90S, 1m30s", "PT0.25S, 0.250s", "PT25H1M, 25h1m0s"})
  void writesADurationThatItReadsBack(Duration duration, String text) {
    assertThat(Ttl.of(duration).text()).isEqualTo(text);
    assertThat(Ttl.parse("ttl", text).duration()).isEqualTo(duration);
  }

  @Test
  void isAlwaysPositive() {
    assertThatThrownBy(() -> new Ttl("0s", Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
