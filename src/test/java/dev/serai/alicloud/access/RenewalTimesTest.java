package dev.serai.alicloud.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalTimesTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT100S, 0, PT80S",
    "PT100S, 1, PT75S",
    "PT100S, 0.5, PT77.5S",
    "PT24H, 0, PT19H12M",
    "PT0S, 0, PT0.25S"
  })
  void renewsAtFourFifthsOfTheLifeOrALittleEarlier(Duration life, double random, Duration wait) {
    assertThat(new RenewalTimes(() -> random).untilRenewal(NOW, NOW, NOW.plus(life)))
        .isEqualTo(wait);
  }

  @Test
  void whatIsOverdueIsRenewedSoon() {
    assertThat(
            new RenewalTimes(() -> 0).untilRenewal(NOW, NOW.minusSeconds(90), NOW.plusSeconds(10)))
        .isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void retriesFurtherAndFurtherApartButAtMostAnEighthOfTheRest() {
    RenewalTimes times = new RenewalTimes(() -> 0);
    Instant far = NOW.plus(Duration.ofDays(1));

    assertThat(times.untilRetry(NOW, 1, far))
        .isBetween(Duration.ofMillis(300), Duration.ofMillis(700));
    assertThat(times.untilRetry(NOW, 5, far)).isGreaterThan(Duration.ofSeconds(5));
    assertThat(times.untilRetry(NOW, 1000, far)).isLessThanOrEqualTo(Duration.ofSeconds(80));
    assertThat(times.untilRetry(NOW, 1000, NOW.plusSeconds(12))).isEqualTo(Duration.ofMillis(1500));
    assertThat(times.untilRetry(NOW, 1000, NOW.plusSeconds(1))).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void whatHasExpiredIsRetriedWithBackoff() {
    assertThat(new RenewalTimes(() -> 0).untilRetry(NOW, 10, NOW.minusSeconds(1)))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(80));
  }
}
