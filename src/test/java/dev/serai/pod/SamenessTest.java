package dev.serai.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.instance.InstanceRequest;
import dev.serai.instance.Refusal;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SamenessTest {

  @Test
  void thePodOfALostAnswerIsOurs() {
    InstancePlan plan = Plans.plan();
    assertThat(Sameness.of(pod(plan), plan)).isEqualTo(Sameness.OURS);
    InstancePlan keyless = Plans.planner(Plans.env()).plan(Plans.request(), Optional.empty());
    assertThat(Sameness.of(pod(keyless), keyless)).isEqualTo(Sameness.OURS);
  }

  @Test
  void theSameRequestWithTheSameKeyIsARepeat() {
    assertThat(Sameness.of(pod(Plans.plan()), Plans.plan())).isEqualTo(Sameness.REPEAT);
  }

  @Test
  void anotherRequestWithTheSameKeyIsRefused() {
    InstancePlan other = Plans.plan(Plans.requestWith(List.of("other"), ""));
    Pod existing = pod(Plans.plan(Plans.requestWith(List.of("x"), "")));

    assertThatThrownBy(() -> Sameness.of(existing, other))
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(409))
        .hasMessageStartingWith("Idempotency-Key was used for another request");
  }

  @Test
  void aPodBeingDeletedCountsAsGoneWhateverItsRequestWas() {
    Pod existing = pod(Plans.plan());
    existing.getMetadata().setDeletionTimestamp("2026-11-01T12:00:00Z");
    InstancePlan other = Plans.plan(InstanceRequest.of(Plans.REF));
    existing.getMetadata().getAnnotations().put(PodContract.OWNER, "");

    assertThat(Sameness.of(existing, other)).isEqualTo(Sameness.GOING);
  }

  @Test
  void aStrangersPodUnderTheNameOfAKeyIsNoAnswer() {
    Pod stranger =
        new PodBuilder().withNewMetadata().withName(Plans.plan().id()).endMetadata().build();
    assertThatThrownBy(() -> Sameness.of(stranger, Plans.plan()))
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo(409));

    Pod otherOwner = pod(Plans.plan());
    otherOwner.getMetadata().getAnnotations().put(PodContract.OWNER, "mallory");
    assertThatThrownBy(() -> Sameness.of(otherOwner, Plans.plan()))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("taken by a pod that was not made for it");
  }

  @Test
  void aRandomNameThatIsTakenIsACollision() {
    InstancePlanner planner = Plans.planner(Plans.env());
    InstancePlan one = planner.plan(Plans.request(), Optional.empty());
    InstancePlan two = planner.plan(Plans.request(), Optional.empty());

    assertThat(Sameness.of(pod(one), two)).isEqualTo(Sameness.COLLISION);
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
