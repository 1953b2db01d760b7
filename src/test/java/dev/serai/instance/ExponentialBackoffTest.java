package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExponentialBackoffTest {

  @Test
  void doublesUpToItsMaximum() {
    ExponentialBackoff backoff =
        ExponentialBackoff.of(Duration.ofMillis(500), Duration.ofSeconds(3));

    assertThat(IntStream.rangeClosed(1, 5).mapToObj(n -> backoff.after(n).toMillis()))
        .containsExactly(500L, 1000L, 2000L, 3000L, 3000L);
  }

  @Test
  void acceptsAnyNumberOfFailures() {
    ExponentialBackoff days = ExponentialBackoff.of(Duration.ofDays(1), Duration.ofDays(30));

    assertThat(days.after(-1)).isEqualTo(Duration.ofDays(1));
    assertThat(days.after(0)).isEqualTo(Duration.ofDays(1));
    assertThat(days.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void twiceNothingIsNothing() {
    assertThat(ExponentialBackoff.of(Duration.ZERO, Duration.ofSeconds(1)).after(9)).isZero();
    assertThat(new ExponentialBackoff(Duration.ZERO, Duration.ZERO, 0.3).after(1)).isZero();
  }

  @Test
  void jitterStaysWithinItsShareAndTheMaximum() {
    ExponentialBackoff backoff =
        new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(4), 0.3);

    for (int i = 0; i < 200; i++) {
      assertThat(backoff.after(1)).isBetween(Duration.ofMillis(700), Duration.ofMillis(1300));
      assertThat(backoff.after(30)).isBetween(Duration.ofMillis(2800), Duration.ofSeconds(4));
    }
    assertThat(IntStream.range(0, 200).mapToObj(i -> backoff.after(1)).distinct().count())
        .as("different waits")
        .isGreaterThan(1);
  }

  @Test
  void rejectsWaitsAndJitterThatMakeNoSense() {
    assertThatThrownBy(() -> ExponentialBackoff.of(Duration.ofSeconds(-1), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ExponentialBackoff.of(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new ExponentialBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
