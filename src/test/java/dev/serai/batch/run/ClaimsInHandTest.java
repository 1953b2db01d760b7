package dev.serai.batch.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClaimsInHandTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Duration HOLD = Duration.ofMinutes(1);
  private static final Claim ONE = claim(1);
  private static final Claim TWO = claim(2);

  private final ClaimsInHand inHand = new ClaimsInHand();

  @Test
  void eachIsHandedOutOnce() {
    inHand.add(List.of(ONE));
    inHand.add(List.of(TWO));

    assertThat(inHand.handOut(NOW, Set.of())).containsExactly(ONE, TWO);
    assertThat(inHand.handOut(NOW, Set.of())).isEmpty();
    assertThat(inHand.begin(ONE)).isTrue();
    assertThat(inHand.begin(ONE)).isFalse();
  }

  @Test
  void whatMayHaveBeenMadeIsRepeatedWhenItsTimeHasCome() {
    inHand.add(List.of(ONE));
    inHand.handOut(NOW, Set.of());
    inHand.begin(ONE);

    inHand.unsure(ONE.ref(), Set.of("east"), NOW.plusSeconds(5));

    assertThat(inHand.handOut(NOW.plusSeconds(4), Set.of())).isEmpty();
    assertThat(inHand.handOut(NOW.plusSeconds(5), Set.of("target"))).isEmpty();
    assertThat(inHand.handOut(NOW.plusSeconds(5), Set.of())).containsExactly(ONE);
    assertThat(inHand.unknownAt(ONE.ref())).containsExactly("east");
  }

  @Test
  void whatAnotherReplicaWasUnsureOfIsAskedForWhereItAsked() {
    Claim taken = claim(3, "west");
    inHand.add(List.of(taken));

    assertThat(inHand.unknownAt(taken.ref())).containsExactly("west");
  }

  @Test
  void onlyWhatWasNeverSentIsTakenBack() {
    Claim unsure = claim(3, "west");
    Claim taken = TestClaims.takenOver(4, NOW.plus(HOLD));
    inHand.add(List.of(ONE, unsure, taken));
    inHand.handOut(NOW, Set.of());
    inHand.begin(ONE);
    inHand.add(List.of(TWO));

    assertThat(inHand.takeBack()).containsExactly(TWO);
    assertThat(inHand.room()).isEqualTo(ClaimsInHand.MOST - 3);
  }

  @Test
  void onlyAClaimThatWasSentMayHaveAPodUntilNoneIsFound() {
    Claim taken = TestClaims.takenOver(3, NOW.plus(HOLD));
    inHand.add(List.of(ONE, TWO, taken));
    inHand.handOut(NOW, Set.of());
    inHand.begin(TWO);
    inHand.unsure(TWO.ref(), Set.of("east"), NOW);

    assertThat(inHand.mayHavePod(ONE.ref())).isFalse();
    assertThat(inHand.mayHavePod(TWO.ref())).isTrue();
    assertThat(inHand.mayHavePod(taken.ref())).isTrue();
    inHand.hasNoPod(taken.ref());
    assertThat(inHand.mayHavePod(taken.ref())).isFalse();
    assertThat(inHand.takeBack()).containsExactly(ONE, taken);
  }

  @Test
  void moreAreClaimedOnlyWhenFewAreLeftAndThenMany() {
    List<Claim> claims = IntStream.range(0, 64).mapToObj(ClaimsInHandTest::claim).toList();
    inHand.add(claims);
    inHand.handOut(NOW, Set.of());
    assertThat(inHand.room()).isZero();

    inHand.drop(claims.get(0));

    assertThat(inHand.room()).isEqualTo(ClaimsInHand.MOST - 63);
  }

  @Test
  void whatWaitsForAClusterToAnswerDoesNotKeepOthersFromBeingClaimed() {
    List<Claim> claims = IntStream.range(0, 64).mapToObj(ClaimsInHandTest::claim).toList();
    inHand.add(claims);
    inHand.handOut(NOW, Set.of());
    claims.forEach(claim -> inHand.unsure(claim.ref(), Set.of("east"), NOW.plusSeconds(5)));

    assertThat(inHand.room()).isEqualTo(ClaimsInHand.MOST - 64);
  }

  @Test
  void whatComesOfAnEarlierClaimLeavesALaterOneAlone() {
    Claim later = TestClaims.claim(1, NOW.plus(HOLD).plus(HOLD));
    inHand.add(List.of(ONE));
    inHand.add(List.of(later));

    inHand.drop(ONE);

    assertThat(inHand.handOut(NOW, Set.of())).containsExactly(later);
    inHand.made(ONE.ref());
    assertThat(inHand.begin(later)).as("there is a pod").isFalse();
  }

  @Test
  void whatIsOverIsForgotten() {
    inHand.add(List.of(ONE));

    inHand.forgetOver(NOW.plus(HOLD));

    assertThat(inHand.handOut(NOW, Set.of())).isEmpty();
  }

  private static Claim claim(int position) {
    return TestClaims.claim(position, NOW.plus(HOLD));
  }

  private static Claim claim(int position, String unknownAt) {
    return TestClaims.claim(position, NOW.plus(HOLD), Optional.of(unknownAt));
  }
}
