package dev.serai.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThroughputEstimateTest {

  private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

  private final ThroughputEstimate throughput = new ThroughputEstimate();

  @Test
  void nobodyKnowsAtFirst() {
    assertThat(throughput.of(batch(10, ""), START)).isEqualTo(ThroughputEstimate.Estimate.UNKNOWN);
    assertThat(throughput.of(batch(20, ""), START.plusMillis(500)))
        .isEqualTo(ThroughputEstimate.Estimate.UNKNOWN);
  }

  @Test
  void reckonsFromWhatEndedInTheLastHalfMinute() {
    throughput.of(batch(0, ""), START);
    for (int second = 1; second <= 60; second++) {
      throughput.of(batch(second, ""), START.plusSeconds(second));
    }
    ThroughputEstimate.Estimate estimate = throughput.of(batch(60, ""), START.plusSeconds(60));
    assertThat(estimate.perSecond().orElseThrow()).isCloseTo(1, within(0.05));
    assertThat(estimate.left().orElseThrow().toSeconds()).isBetween(40L, 42L);
  }

  @Test
  void nothingThatEndsIsNoTimeLeft() {
    throughput.of(batch(5, ""), START);
    assertThat(throughput.of(batch(5, ""), START.plusSeconds(20)))
        .isEqualTo(ThroughputEstimate.Estimate.UNKNOWN);
  }

  @Test
  void theServerKnowsBetter() {
    ThroughputEstimate.Estimate estimate =
        throughput.of(
            batch(5, ",\"progress\":{\"rate_per_second\":2.5,\"remaining_seconds\":77}"), START);
    assertThat(estimate.perSecond()).hasValue(2.5);
    assertThat(estimate.left()).contains(Duration.ofSeconds(77));
  }

  private static BatchView batch(int done, String more) {
    return new BatchView(
        ProgressBarTest.tree(
            "{\"state\":\"RUNNING\",\"total\":100,\"counts\":{\"succeeded\":%d}%s}"
                .formatted(done, more)));
  }
}
