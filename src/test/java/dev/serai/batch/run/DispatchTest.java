package dev.serai.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.source.Wake;
import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.instance.RequestReader;
import dev.serai.instance.Ttl;
import dev.serai.pod.InstancePlanner;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatchTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final Claim TAKEN = claim(1);
  private static final Claim FRESH = claim(2);

  @TempDir private Path folder;

  private boolean down;
  private List<Claim> over = List.of(TAKEN);
  private List<Claim> queued = List.of(FRESH);

  @Test
  void whatWasTakenOverBeforeTheDatabaseFailedIsHandedOutWhenItIsBack() {
    try (FolderEnvCatalogue environments = FolderEnvCatalogue.open(folder, List.of())) {
      Dispatch dispatch = dispatch(environments);
      down = true;
      assertThatThrownBy(dispatch::claim).isInstanceOf(DatabaseUnavailableException.class);

      down = false;

      assertThat(dispatch.claim()).containsExactly(TAKEN, FRESH);
      assertThat(dispatch.claim()).as("each is handed out once").isEmpty();
    }
  }

  private Dispatch dispatch(FolderEnvCatalogue environments) {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    SecureRandom random = new SecureRandom();
    return new Dispatch(
        ledger(),
        new RequestReader(List.of()),
        new InstancePlanner(environments, Ttl.of(Duration.ofHours(1)), clock, random),
        "replica",
        ClaimTimes.of(Duration.ofSeconds(10), 1),
        new OwnAttempts("store", false),
        new Wake(),
        clock,
        random);
  }

  /** Gives away each of its claims once; new ones only while it is not down. */
  private ItemLedger ledger() {
    return (ItemLedger)
        Proxy.newProxyInstance(
            ItemLedger.class.getClassLoader(),
            new Class<?>[] {ItemLedger.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "takeOver" -> takeOver();
                  case "claim" -> claim();
                  default -> throw new UnsupportedOperationException(method.getName());
                });
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

  private static Claim claim(int position) {
    return new Claim(
        new AttemptRef("b", position, 1),
        "item",
        "batch",
        "owner",
        "target",
        "{}",
        Optional.empty(),
        NOW.plusSeconds(60),
        Optional.empty());
  }
}
