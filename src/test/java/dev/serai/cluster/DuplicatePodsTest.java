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
class DuplicatePodsTest {

  private final DuplicatePods duplicates = new DuplicatePods();

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
    assertThat(duplicates.isSuperfluous(a, b)).isEqualTo(superfluous.equals("a"));
    assertThat(duplicates.isSuperfluous(b, a)).isEqualTo(superfluous.equals("b"));
  }

  @Test
  void ofTwoOfOneSecondAllReplicasChooseTheSame() {
    Pod a = pod("a", "", 0);
    Pod b = pod("b", "", 0);
    assertThat(duplicates.isSuperfluous(a, b)).isNotEqualTo(duplicates.isSuperfluous(b, a));
  }

  @Test
  void aKeptOneBecomesTheInstanceUnlessItWasPassedOver() {
    Pod a = pod("a", "", 1);
    duplicates.keep(a);
    assertThat(duplicates.isKept(a)).isTrue();
    assertThat(duplicates.successorOf(pod("b", "a", 0))).isEmpty();
    assertThat(duplicates.all()).containsExactly(a);
    assertThat(duplicates.successorOf(pod("b", "", 0))).contains(a);
    assertThat(duplicates.all()).isEmpty();
  }

  @Test
  void isForgottenWhenItIsGone() {
    Pod a = pod("a", "", 1);
    duplicates.keep(a);
    duplicates.keep(a);
    assertThat(duplicates.all()).hasSize(1);
    duplicates.forget(pod("b", "", 0));
    assertThat(duplicates.all()).hasSize(1);
    duplicates.forget(a);
    assertThat(duplicates.all()).isEmpty();
    assertThat(duplicates.isKept(a)).isFalse();
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
