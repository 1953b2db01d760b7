package dev.serai.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.batch.Claim;
import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.TestLedger;
import dev.serai.batch.track.AttemptRegistry;
import dev.serai.batch.track.HeldClaims;
import dev.serai.batch.track.TestClaims;
import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.instance.RequestReader;
import dev.serai.instance.Ttl;
import dev.serai.pod.InstancePlanner;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatchTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Claim TAKEN = TestClaims.takenOver(1, NOW.plusSeconds(60));
  private static final Claim FRESH = TestClaims.claim(2, NOW.plusSeconds(60));

  @TempDir private Path folder;

  private final TestLedger ledger =
      new TestLedger().answer("takeOver", this::takeOver).answer("claim", this::claim);
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final AttemptRegistry attempts = new AttemptRegistry("store", false, clock);
  private final HeldClaims claims = new HeldClaims(attempts, 32, clock);
  private boolean down;
  private List<Claim> over = List.of(TAKEN);
  private List<Claim> queued = List.of(FRESH);

  @Test
  void whatWasTakenOverBeforeTheDatabaseFailedIsHandedOutWhenItIsBack() {
    try (FolderEnvCatalogue environments = FolderEnvCatalogue.open(folder, List.of())) {
      Dispatch dispatch = dispatch(environments);
      down = true;
      assertThatThrownBy(() -> dispatch.claim(exchange))
          .isInstanceOf(DatabaseUnavailableException.class);

      down = false;

      assertThat(dispatch.claim(exchange)).containsExactly(TAKEN, FRESH);
      assertThat(dispatch.claim(exchange)).as("each is dispatched once").isEmpty();
    }
  }

  @Test
  void noPodIsMadeForAnAttemptThatHasOneOrHasEnded() {
    try (FolderEnvCatalogue environments = FolderEnvCatalogue.open(folder, List.of())) {
      Dispatch dispatch = dispatch(environments);
      dispatch.claim(exchange);
      claims.created(new Created(TAKEN.ref(), "pod", "uid", "a"));
      claims.release(FRESH);

      assertThat(dispatch.begin(TAKEN, exchange)).isFalse();
      assertThat(dispatch.begin(FRESH, exchange)).isFalse();
    }
  }

  @Test
  void aClaimIsBegunOnce() {
    try (FolderEnvCatalogue environments = FolderEnvCatalogue.open(folder, List.of())) {
      Dispatch dispatch = dispatch(environments);
      dispatch.claim(exchange);

      assertThat(dispatch.begin(TAKEN, exchange)).isTrue();
      assertThat(dispatch.begin(TAKEN, exchange)).isFalse();
    }
  }

  @Test
  void aClaimThatDoesNotStandAnyMoreIsForgotten() {
    try (FolderEnvCatalogue environments = FolderEnvCatalogue.open(folder, List.of())) {
      Dispatch dispatch = dispatch(environments);
      ledger.answer("isCurrent", () -> false);
      dispatch.claim(exchange);
      dispatch.begin(TAKEN, exchange);

      assertThat(dispatch.hasNoPod(TAKEN)).isFalse();

      assertThat(claims.begin(TAKEN)).isFalse();
      assertThat(dispatch.mayHavePod(TAKEN)).as("the claim is held").isFalse();
    }
  }

  @Test
  void whatMayHaveAPodIsNeitherGivenBackNorEndedWhileNobodyCanTell() {
    try (FolderEnvCatalogue environments = FolderEnvCatalogue.open(folder, List.of())) {
      Dispatch dispatch = dispatch(environments);
      dispatch.claim(exchange);
      dispatch.begin(TAKEN, exchange);

      for (Exception failure :
          List.of(
              new DatabaseUnavailableException("down"),
              ClusterUnavailableException.notExecuted("away", null))) {
        dispatch.settle(TAKEN, failure, exchange);
      }

      assertThat(dispatch.mayHavePod(TAKEN)).isTrue();
      assertThat(ledger.asked()).containsOnly("takeOver", "claim");
    }
  }

  private Dispatch dispatch(FolderEnvCatalogue environments) {
    return new Dispatch(
        ledger.ledger(),
        new RequestReader(List.of()),
        new InstancePlanner(environments, Ttl.of(Duration.ofHours(1)), clock, new SecureRandom()),
        "replica",
        ClaimTimes.of(Duration.ofSeconds(10), 1),
        claims,
        clock);
  }

  private List<Claim> takeOver() {
    List<Claim> taken = over;
    over = List.of();
    return taken;
  }

  private List<Claim> claim() {
    if (down) {
      throw new DatabaseUnavailableException("down");
    }
    List<Claim> taken = queued;
    queued = List.of();
    return taken;
  }
}
