package dev.serai.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.MovedClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TargetHoldsTest {

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-01T12:00:00Z"));
  private final TargetHolds holds = new TargetHolds(clock);

  @Test
  void aTargetThatCouldNotTakeSomethingIsHeldForAWhile() {
    Instant until = holds.hold("a");

    assertThat(holds.held()).containsExactly("a");
    clock.move(Duration.between(clock.instant(), until));
    assertThat(holds.held()).isEmpty();
  }

  @Test
  void failuresOfOneMomentCountOnce() {
    Instant until = holds.hold("a");

    assertThat(holds.hold("a")).isEqualTo(until);
  }

  @Test
  void isHeldLongerEachTimeUntilItTakesSomething() {
    Duration first = Duration.between(clock.instant(), holds.hold("a"));
    for (int i = 0; i < 3; i++) {
      clock.move(Duration.ofSeconds(20));
      holds.hold("a");
    }
    clock.move(Duration.ofSeconds(20));
    Duration fifth = Duration.between(clock.instant(), holds.hold("a"));
    assertThat(fifth).isGreaterThan(first.multipliedBy(2));

    holds.release("a");

    assertThat(holds.held()).isEmpty();
    assertThat(Duration.between(clock.instant(), holds.hold("a")))
        .isLessThan(Duration.ofSeconds(1));
  }
}
