package dev.serai.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.instance.InstanceRequest;
import dev.serai.instance.RequestRejectedException;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodMatchTest {

  @Test
  void thePodOfALostAnswerIsOurs() {
    InstancePlan plan = Plans.plan();
    assertThat(PodMatch.of(pod(plan), plan)).isEqualTo(PodMatch.SAME_REQUEST);
    InstancePlan keyless = Plans.planner(Plans.env()).plan(Plans.request(), Optional.empty());
    assertThat(PodMatch.of(pod(keyless), keyless)).isEqualTo(PodMatch.SAME_REQUEST);
  }

  @Test
  void theSameRequestWithTheSameKeyIsARepeat() {
    assertThat(PodMatch.of(pod(Plans.plan()), Plans.plan())).isEqualTo(PodMatch.REPEAT);
  }

  @Test
  void anotherRequestWithTheSameKeyIsRefused() {
    InstancePlan other = Plans.plan(Plans.requestWith(List.of("other"), ""));
    Pod existing = pod(Plans.plan(Plans.requestWith(List.of("x"), "")));

    assertThatThrownBy(() -> PodMatch.of(existing, other))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(409))
        .hasMessageStartingWith("Idempotency-Key was used for another request");
  }

  @Test
  void aPodBeingDeletedCountsAsGoneWhateverItsRequestWas() {
    Pod existing = pod(Plans.plan());
    existing.getMetadata().setDeletionTimestamp("2026-11-01T12:00:00Z");
    InstancePlan other = Plans.plan(InstanceRequest.of(Plans.REF));
    existing.getMetadata().getAnnotations().put(PodContract.OWNER, "");

    assertThat(PodMatch.of(existing, other)).isEqualTo(PodMatch.TERMINATING);
  }

  @Test
  void aStrangersPodUnderTheNameOfAKeyIsNoAnswer() {
    Pod stranger =
        new PodBuilder().withNewMetadata().withName(Plans.plan().id()).endMetadata().build();
    assertThatThrownBy(() -> PodMatch.of(stranger, Plans.plan()))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(409));

    Pod otherOwner = pod(Plans.plan());
    otherOwner.getMetadata().getAnnotations().put(PodContract.OWNER, "mallory");
    assertThatThrownBy(() -> PodMatch.of(otherOwner, Plans.plan()))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageContaining("taken by a pod that was not made for it");
  }

  @Test
  void aRandomNameThatIsTakenIsACollision() {
    InstancePlanner planner = Plans.planner(Plans.env());
    InstancePlan one = planner.plan(Plans.request(), Optional.empty());
    InstancePlan two = planner.plan(Plans.request(), Optional.empty());

    assertThat(PodMatch.of(pod(one), two)).isEqualTo(PodMatch.COLLISION);
  }

  private static Pod pod(InstancePlan plan) {
    Pod manifest =
        new PodBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewSpec()
            .withContainers(new ContainerBuilder().withName("main").build())
            .endSpec()
            .build();
    return new PodPlanner(false).toPod(plan, new PodTemplate("t", manifest));
  }
}
