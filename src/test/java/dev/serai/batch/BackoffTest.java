package dev.serai.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void doublesUpToItsMaximum() {
    Backoff backoff = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(1));

    assertThat(IntStream.rangeClosed(1, 5).mapToObj(n -> backoff.after(n).toSeconds()))
        .containsExactly(10L, 20L, 40L, 60L, 60L);
  }

  @Test
  void bearsAnyNumberOfFailures() {
    Backoff long30 = new Backoff(Duration.ofDays(1), Duration.ofDays(30));

    assertThat(long30.after(0)).isEqualTo(Duration.ofDays(1));
    assertThat(long30.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofDays(30));
    assertThat(new Backoff(Duration.ZERO, Duration.ZERO).after(9)).isZero();
  }

  @Test
  void refusesWaitsThatMakeNoSense() {
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(-1), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPolicyTellsWhichExitCodesAreWorthAnotherAttempt() {
    RetryPolicy any = new RetryPolicy(2, 0, true, Set.of(), false, Backoff.DEFAULT);
    RetryPolicy some = new RetryPolicy(2, 0, true, Set.of(3, 4), false, Backoff.DEFAULT);
    RetryPolicy none = new RetryPolicy(2, 0, false, Set.of(3), false, Backoff.DEFAULT);

    assertThat(any.isWorthAnother(OptionalInt.empty())).isTrue();
    assertThat(any.isWorthAnother(OptionalInt.of(9))).isTrue();
    assertThat(some.isWorthAnother(OptionalInt.of(4))).isTrue();
    assertThat(some.isWorthAnother(OptionalInt.of(9))).isFalse();
    assertThat(some.isWorthAnother(OptionalInt.empty())).isFalse();
    assertThat(none.isWorthAnother(OptionalInt.of(3))).isFalse();
  }

  @Test
  void aPolicyRefusesBudgetsThatMakeNoSense() {
    assertThatThrownBy(() -> new RetryPolicy(0, 0, true, Set.of(), true, Backoff.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetryPolicy(1, -1, true, Set.of(), true, Backoff.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
