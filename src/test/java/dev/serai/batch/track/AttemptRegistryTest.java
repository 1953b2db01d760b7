package dev.serai.batch.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.MovedClock;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AttemptRegistryTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Claim CLAIM = TestClaims.claim(1, NOW.plusSeconds(60));
  private static final AttemptRef REF = CLAIM.ref();
  private static final AttemptRef OTHER = new AttemptRef("b", 9, 1);
  private static final Optional<PodObservation.What> RUNNING =
      Optional.of(PodObservation.What.RUNNING);
  private static final Optional<PodObservation.What> ENDED = Optional.of(PodObservation.What.ENDED);
  private static final Pod POD = new PodBuilder().withNewMetadata().endMetadata().build();

  private final MovedClock clock = new MovedClock(NOW);
  private final AttemptRegistry attempts = new AttemptRegistry("store", false, clock);
  private final AttemptRegistry sole = new AttemptRegistry("store", true, clock);
  private final HeldClaims claims = new HeldClaims(attempts, 32, clock);

  @Test
  void oneOfSeveralReplicasFollowsOnlyWhatItHasClaimed() {
    claims.add(List.of(CLAIM));

    assertThat(attempts.isOwn(REF)).isTrue();
    assertThat(attempts.isOwn(OTHER)).isFalse();
    assertThat(sole.isOwn(OTHER)).as("by the only replica").isTrue();
  }

  @Test
  void theOnlyReplicaAdoptsAnAttemptWhosePodItSees() {
    assertThat(sole.isActive(REF)).isFalse();

    sole.observed(REF, "uid", Optional.empty());

    assertThat(sole.isActive(REF)).isTrue();
    assertThat(sole.state(REF).isRecorded()).as("the state in the database is unknown").isFalse();
  }

  @Test
  void thePodOfAnEndedAttemptIsNotAdoptedAgain() {
    sole.observed(REF, "uid", RUNNING);
    sole.ended(REF);

    assertThat(sole.observed(REF, "uid", ENDED)).isFalse();
    assertThat(sole.gone(REF, "uid")).isFalse();
    assertThat(sole.isActive(REF)).isFalse();
  }

  @Test
  void eachObservationIsPublishedOnceForEachPod() {
    claims.add(List.of(CLAIM));

    assertThat(attempts.observed(REF, "uid", Optional.empty())).isFalse();
    assertThat(attempts.observed(REF, "uid", RUNNING)).isTrue();
    assertThat(attempts.observed(REF, "uid", RUNNING)).isFalse();
    assertThat(attempts.observed(REF, "uid", ENDED)).isTrue();
    assertThat(attempts.observed(REF, "another", ENDED)).as("another pod of the name").isTrue();
  }

  @Test
  void whatCouldNotBePublishedIsPublishedByTheNextEvent() {
    claims.add(List.of(CLAIM));
    attempts.observed(REF, "uid", ENDED);

    attempts.unpublished(REF);

    assertThat(attempts.observed(REF, "uid", ENDED)).isTrue();
  }

  @Test
  void aPodThatGoesIsPublishedUnlessItsEndWas() {
    claims.add(List.of(CLAIM));
    attempts.observed(REF, "uid", RUNNING);
    assertThat(attempts.gone(REF, "uid")).isTrue();

    attempts.observed(REF, "uid", ENDED);
    assertThat(attempts.gone(REF, "uid")).as("its outcome is being saved").isFalse();
    assertThat(attempts.gone(OTHER, "uid")).as("of another replica").isFalse();
  }

  @Test
  void anObservationThatIsNeverDoneIsTakenForLost() {
    attempts.busy(REF);
    assertThat(attempts.isBusy(REF)).isTrue();

    clock.move(Duration.ofMinutes(2));

    assertThat(attempts.isBusy(REF)).isFalse();
  }

  @Test
  void anObservationThatIsDoneIsNotBusy() {
    attempts.busy(REF);
    attempts.idle(REF);

    assertThat(attempts.isBusy(REF)).isFalse();
  }

  @Test
  void theSweepsAfterEachOtherFindTheSameAgain() {
    assertThat(found(PodObservation.What.ENDED, 1)).isFalse();
    assertThat(found(PodObservation.What.ENDED, 2)).isTrue();
    assertThat(found(PodObservation.What.GONE, 3)).as("something else").isFalse();
    attempts.swept(4, Set.of(REF), NOW);
    assertThat(found(PodObservation.What.GONE, 5)).as("not found in between").isFalse();
  }

  @Test
  void aSweepForgetsWhatTheDatabaseDoesNotKnowAnyMore() {
    attempts.unsaved(REF, POD);
    attempts.logFailed(REF);
    claims.add(List.of(CLAIM));
    attempts.running(REF);
    attempts.unsaved(REF, POD);
    attempts.logFailed(REF);
    clock.move(Duration.ofSeconds(1));

    attempts.swept(1, Set.of(REF), clock.instant());
    assertThat(attempts.unsavedEnd(REF)).as("while it is active").contains(POD);
    assertThat(attempts.logFailures(REF)).isEqualTo(1);

    attempts.swept(2, Set.of(), clock.instant());
    assertThat(attempts.unsavedEnd(REF)).isEmpty();
    assertThat(attempts.logFailures(REF)).isZero();
    assertThat(attempts.isActive(REF)).isFalse();
  }

  @Test
  void aSweepSaysNothingOfWhatWasClaimedSinceItBegan() {
    Instant begun = clock.instant();
    claims.add(List.of(CLAIM));
    attempts.recorded(REF);

    attempts.swept(1, Set.of(), begun);

    assertThat(attempts.isActive(REF)).isTrue();
  }

  @Test
  void aSavedOutcomeForgetsWhatWasKeptForIt() {
    attempts.unsaved(REF, POD);
    attempts.logFailed(REF);

    attempts.ended(REF);

    assertThat(attempts.unsavedEnd(REF)).isEmpty();
    assertThat(attempts.logFailures(REF)).isZero();
    assertThat(attempts.size()).isZero();
  }

  @Test
  void nothingIsKeptOfAnAttemptThatHasComeAndGone() {
    claims.add(List.of(CLAIM));
    claims.dispatch(NOW, Set.of());
    claims.begin(CLAIM);
    attempts.observed(REF, "uid", RUNNING);
    attempts.recorded(REF);
    attempts.running(REF);
    attempts.observed(REF, "uid", ENDED);
    attempts.busy(REF);
    attempts.logFailed(REF);
    attempts.ended(REF);
    attempts.idle(REF);
    assertThat(attempts.size()).as("while its pod is there").isEqualTo(1);

    attempts.gone(REF, "uid");

    assertThat(attempts.size()).isZero();
  }

  @Test
  void aNewWatchPublishesAnew() {
    claims.add(List.of(CLAIM));
    attempts.observed(REF, "uid", RUNNING);

    attempts.forgetObservations();

    assertThat(attempts.observed(REF, "uid", RUNNING)).isTrue();
  }

  /** What one sweep finds of one attempt. */
  private boolean found(PodObservation.What what, long sweep) {
    boolean again = attempts.foundAgain(REF, what, sweep);
    attempts.swept(sweep, Set.of(REF), NOW);
    return again;
  }
}
