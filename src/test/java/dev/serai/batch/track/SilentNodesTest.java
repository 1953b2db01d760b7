package dev.serai.batch.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.MovedClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SilentNodesTest {

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-01T12:00:00Z"));
  private final SilentNodes nodes = new SilentNodes(clock);

  @Test
  void aNodeThatAnswersIsAskedByAll() {
    assertThat(nodes.mayBeAsked("a")).isTrue();
    nodes.answered("a");

    assertThat(nodes.mayBeAsked("a")).isTrue();
    assertThat(nodes.mayBeAsked("a")).isTrue();
  }

  @Test
  void aSilentOneIsAskedForOneAttemptNowAndThen() {
    nodes.failed("a");

    assertThat(nodes.mayBeAsked("a")).isFalse();
    assertThat(nodes.mayBeAsked("b")).as("another node").isTrue();
    clock.move(Duration.ofSeconds(4));
    assertThat(nodes.mayBeAsked("a")).isTrue();
    clock.move(Duration.ofSeconds(3));
    assertThat(nodes.mayBeAsked("a")).as("before the pause ends").isFalse();
    clock.move(Duration.ofSeconds(1));
    assertThat(nodes.mayBeAsked("a")).isTrue();
  }

  @Test
  void itIsAskedAtLeastEveryFifteenSeconds() {
    fallSilent("a", Duration.ofSeconds(60));

    clock.move(Duration.ofSeconds(15));

    assertThat(nodes.mayBeAsked("a")).isTrue();
  }

  @Test
  void whenItAnswersAgainItIsAskedByAll() {
    fallSilent("a", Duration.ofSeconds(60));
    nodes.answered("a");

    assertThat(nodes.mayBeAsked("a")).isTrue();
    assertThat(nodes.mayBeAsked("a")).isTrue();
    assertThat(nodes.isGivenUp("a")).isFalse();
  }

  @Test
  void afterALongSilenceItIsGivenUp() {
    fallSilent("a", Duration.ofSeconds(90));
    assertThat(nodes.isGivenUp("a")).isFalse();

    clock.move(Duration.ofSeconds(1));

    assertThat(nodes.isGivenUp("a")).isTrue();
    assertThat(nodes.isGivenUp("b")).isFalse();
  }

  @Test
  void whatNobodyHasAskedForLongIsNotGivenUpForItsPast() {
    nodes.failed("a");

    // for example when the API server was unreachable, and nothing could be requested
    clock.move(Duration.ofMinutes(3));

    assertThat(nodes.mayBeAsked("a")).isTrue();
    assertThat(nodes.mayBeAsked("a")).isTrue();
    assertThat(nodes.isGivenUp("a")).isFalse();
  }

  /** Its logs are requested repeatedly for this time, and it never answers. */
  private void fallSilent(String node, Duration time) {
    nodes.failed(node);
    for (int i = 0; i < 10; i++) {
      clock.move(time.dividedBy(10));
      if (nodes.mayBeAsked(node)) {
        nodes.failed(node);
      }
    }
  }
}
