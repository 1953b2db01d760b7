package dev.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.pod.PodContract;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which of two pods of one name is the instance. */
class TwinsTest {

  private final Twins twins = new Twins();

  @ParameterizedTest
  @CsvSource({
    // passed over by a, by b, made first, superfluous
    "'',    '',    a, b",
    "'',    '',    b, a",
    "b,     '',    b, b",
    "'',    a,     a, a",
    "'c,b', '',    b, b",
    "b,     a,     a, b",
    "c,     '',    b, a"
  })
  void theOneThatTheOtherSaysToHaveBeenPassedOverIsSuperfluousElseTheLaterOne(
      String byA, String byB, String first, String superfluous) {
    Pod a = pod("a", byA, first.equals("a") ? 0 : 1);
    Pod b = pod("b", byB, first.equals("b") ? 0 : 1);
    assertThat(twins.isSuperfluous(a, b)).isEqualTo(superfluous.equals("a"));
    assertThat(twins.isSuperfluous(b, a)).isEqualTo(superfluous.equals("b"));
  }

  @Test
  void ofTwoOfOneSecondAllReplicasChooseTheSame() {
    Pod a = pod("a", "", 0);
    Pod b = pod("b", "", 0);
    assertThat(twins.isSuperfluous(a, b)).isNotEqualTo(twins.isSuperfluous(b, a));
  }

  @Test
  void aKeptOneBecomesTheInstanceUnlessItWasPassedOver() {
    Pod a = pod("a", "", 1);
    twins.keep(a);
    assertThat(twins.isKept(a)).isTrue();
    assertThat(twins.takeAfter(pod("b", "a", 0))).isEmpty();
    assertThat(twins.all()).containsExactly(a);
    assertThat(twins.takeAfter(pod("b", "", 0))).contains(a);
    assertThat(twins.all()).isEmpty();
  }

  @Test
  void isForgottenWhenItIsGone() {
    Pod a = pod("a", "", 1);
    twins.keep(a);
    twins.keep(a);
    assertThat(twins.all()).hasSize(1);
    twins.forget(pod("b", "", 0));
    assertThat(twins.all()).hasSize(1);
    twins.forget(a);
    assertThat(twins.all()).isEmpty();
    assertThat(twins.isKept(a)).isFalse();
  }

  private static Pod pod(String cluster, String passedOver, int second) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("x")
        .withUid("uid-" + cluster)
        .withCreationTimestamp("2026-11-01T12:00:0" + second + "Z")
        .withAnnotations(Map.of(PodContract.CLUSTER, cluster, PodContract.PASSED_OVER, passedOver))
        .endMetadata()
        .build();
  }
}
