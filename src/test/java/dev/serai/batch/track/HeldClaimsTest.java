package dev.serai.batch.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger.Created;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldClaimsTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration HOLD = Duration.ofMinutes(1);
  private static final Claim ONE = claim(1);
  private static final Claim TWO = claim(2);

  private static final int LOW_WATER = 64;
  private static final int HIGH_WATER = 160;

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final AttemptRegistry attempts = new AttemptRegistry("store", false, clock);
  private final HeldClaims claims = new HeldClaims(attempts, 32, clock);

  @Test
  void eachIsHandedOutOnce() {
    claims.add(List.of(ONE));
    claims.add(List.of(TWO));

    assertThat(claims.dispatch(NOW, Set.of())).containsExactly(ONE, TWO);
    assertThat(claims.dispatch(NOW, Set.of())).isEmpty();
    assertThat(claims.begin(ONE)).isTrue();
    assertThat(claims.begin(ONE)).isFalse();
  }

  @Test
  void whatMayHaveBeenMadeIsRepeatedWhenItsTimeHasCome() {
    claims.add(List.of(ONE));
    claims.dispatch(NOW, Set.of());
    claims.begin(ONE);

    claims.answerLost(ONE.ref(), Set.of("east"), NOW.plusSeconds(5));

    assertThat(claims.dispatch(NOW.plusSeconds(4), Set.of())).isEmpty();
    assertThat(claims.dispatch(NOW.plusSeconds(5), Set.of("target"))).isEmpty();
    assertThat(claims.dispatch(NOW.plusSeconds(5), Set.of())).containsExactly(ONE);
    assertThat(claims.uncertainClusters(ONE.ref())).containsExactly("east");
  }

  @Test
  void whatAnotherReplicaWasUnsureOfIsAskedForWhereItAsked() {
    Claim taken = claim(3, "west");
    claims.add(List.of(taken));

    assertThat(claims.uncertainClusters(taken.ref())).containsExactly("west");
  }

  @Test
  void onlyWhatWasNeverSentIsTakenBack() {
    Claim unsure = claim(3, "west");
    Claim taken = TestClaims.takenOver(4, NOW.plus(HOLD));
    claims.add(List.of(ONE, unsure, taken));
    claims.dispatch(NOW, Set.of());
    claims.begin(ONE);
    claims.add(List.of(TWO));

    assertThat(claims.releaseUnsent()).containsExactly(TWO);
    assertThat(claims.room()).isEqualTo(HIGH_WATER - 3);
  }

  @Test
  void onlyAClaimThatWasSentMayHaveAPodUntilNoneIsFound() {
    Claim taken = TestClaims.takenOver(3, NOW.plus(HOLD));
    claims.add(List.of(ONE, TWO, taken));
    claims.dispatch(NOW, Set.of());
    claims.begin(TWO);
    claims.answerLost(TWO.ref(), Set.of("east"), NOW);

    assertThat(claims.mayHavePod(ONE.ref())).isFalse();
    assertThat(claims.mayHavePod(TWO.ref())).isTrue();
    assertThat(claims.mayHavePod(taken.ref())).isTrue();
    claims.hasNoPod(taken.ref());
    assertThat(claims.mayHavePod(taken.ref())).isFalse();
    assertThat(claims.releaseUnsent()).containsExactly(ONE, taken);
  }

  @Test
  void moreAreClaimedOnlyWhenFewAreLeftAndThenMany() {
    List<Claim> many = IntStream.range(0, LOW_WATER).mapToObj(HeldClaimsTest::claim).toList();
    claims.add(many);
    claims.dispatch(NOW, Set.of());
    assertThat(claims.room()).isZero();

    claims.release(many.get(0));

    assertThat(claims.room()).isEqualTo(HIGH_WATER - (LOW_WATER - 1));
  }

  @Test
  void whatWaitsForAClusterToAnswerDoesNotKeepOthersFromBeingClaimed() {
    List<Claim> many = IntStream.range(0, LOW_WATER).mapToObj(HeldClaimsTest::claim).toList();
    claims.add(many);
    claims.dispatch(NOW, Set.of());
    many.forEach(claims::begin);
    many.forEach(claim -> claims.answerLost(claim.ref(), Set.of("east"), NOW.plusSeconds(5)));

    assertThat(claims.room()).isEqualTo(HIGH_WATER - LOW_WATER);
  }

  @Test
  void whatComesOfAnEarlierClaimLeavesALaterOneAlone() {
    Claim later = TestClaims.claim(1, NOW.plus(HOLD).plus(HOLD));
    claims.add(List.of(ONE));
    claims.add(List.of(later));

    claims.release(ONE);

    assertThat(claims.dispatch(NOW, Set.of())).containsExactly(later);
    claims.created(pod(ONE));
    assertThat(claims.begin(later)).as("there is a pod").isFalse();
  }

  @Test
  void whatIsOverIsForgotten() {
    claims.add(List.of(ONE));

    claims.expire(NOW.plus(HOLD));

    assertThat(claims.dispatch(NOW, Set.of())).isEmpty();
  }

  @Test
  void aPodThatTheDatabaseRecordsMeanwhileTakesTheClaimAway() {
    claims.add(List.of(ONE));
    claims.dispatch(NOW, Set.of());

    attempts.recorded(ONE.ref());

    assertThat(claims.begin(ONE)).isFalse();
    assertThat(claims.isRecorded(ONE.ref())).isTrue();
    assertThat(claims.room()).isEqualTo(HIGH_WATER);
  }

  @Test
  void anExpiredClaimMayStillHaveAPod() {
    Claim taken = TestClaims.takenOver(3, NOW.plus(HOLD));
    claims.add(List.of(taken));
    claims.dispatch(NOW, Set.of());
    claims.begin(taken);

    claims.expire(NOW.plus(HOLD));

    assertThat(claims.mayHavePod(taken.ref())).isTrue();
    assertThat(claims.room()).isEqualTo(HIGH_WATER);
    assertThat(attempts.isActive(taken.ref())).as("its pod is observed").isTrue();
  }

  @Test
  void aNewClaimOfAnAttemptOverrulesWhatWasKnownOfIt() {
    claims.add(List.of(ONE));
    attempts.running(ONE.ref());
    Claim later = TestClaims.claim(1, NOW.plus(HOLD).plus(HOLD));

    claims.add(List.of(later));

    assertThat(claims.dispatch(NOW, Set.of())).containsExactly(later);
    assertThat(claims.begin(later)).isTrue();
  }

  @Test
  void aCreatedPodIsUnrecordedUntilTheDatabaseKnowsIt() {
    claims.add(List.of(ONE, TWO));
    claims.dispatch(NOW, Set.of());
    claims.begin(ONE);
    claims.begin(TWO);
    claims.created(pod(ONE));
    attempts.recorded(TWO.ref());
    claims.created(pod(TWO));

    assertThat(attempts.unrecorded()).containsExactly(pod(ONE));
    attempts.recorded(ONE.ref());
    assertThat(attempts.unrecorded()).isEmpty();
  }

  @Test
  void aPodThatWasCreatedForAnAttemptThatHasEndedIsUnrecordedToo() {
    claims.add(List.of(ONE));
    claims.dispatch(NOW, Set.of());
    claims.begin(ONE);
    attempts.ended(ONE.ref());

    claims.created(pod(ONE));

    assertThat(attempts.unrecorded()).containsExactly(pod(ONE));
    assertThat(attempts.isActive(ONE.ref())).isFalse();
  }

  private static Created pod(Claim claim) {
    return new Created(claim.ref(), "pod", "uid", "a");
  }

  private static Claim claim(int position) {
    return TestClaims.claim(position, NOW.plus(HOLD));
  }

  private static Claim claim(int position, String uncertainCluster) {
    return TestClaims.claim(position, NOW.plus(HOLD), Optional.of(uncertainCluster));
  }
}
