package dev.serai.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.AttemptOutcome.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** All combinations of an end, the budgets, the policy, and whether the batch is being ended. */
class ItemRuleTest {

  private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");
  private static final Backoff BACKOFF =
      new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(35));

  private record Case(
      Kind kind,
      int failures,
      int infrastructureFailures,
      int maxAttempts,
      int maxInfrastructureRetries,
      boolean onFailure,
      boolean onTimeout,
      Set<Integer> exitCodes,
      boolean ending) {

    ItemRule rule() {
      return ItemRule.after(
          end(kind),
          item(failures, infrastructureFailures),
          new RetryPolicy(
              maxAttempts, maxInfrastructureRetries, onFailure, exitCodes, onTimeout, BACKOFF),
          ending);
    }

    /** Whether the policy allows another attempt, decided without the code under test. */
    boolean isWorthAnother() {
      return switch (kind) {
        case SUCCEEDED, CANCELLED, REFUSED -> false;
        case FAILED ->
            onFailure
                && failures + 1 < maxAttempts
                && (exitCodes.isEmpty() || exitCodes.contains(3));
        case TIMED_OUT -> onTimeout && failures + 1 < maxAttempts;
        case INFRASTRUCTURE -> infrastructureFailures < maxInfrastructureRetries;
      };
    }

    ItemState otherwise() {
      return switch (kind) {
        case SUCCEEDED -> ItemState.SUCCEEDED;
        case CANCELLED -> ItemState.CANCELLED;
        case FAILED, REFUSED, INFRASTRUCTURE -> ItemState.FAILED;
        case TIMED_OUT -> ItemState.TIMED_OUT;
      };
    }

    boolean isProgramsFault() {
      return kind == Kind.FAILED || kind == Kind.TIMED_OUT || kind == Kind.REFUSED;
    }
  }

  private static AttemptOutcome end(Kind kind) {
    return new AttemptOutcome(
        kind,
        "",
        "",
        kind == Kind.FAILED ? OptionalInt.of(3) : OptionalInt.empty(),
        "",
        AT,
        LogTail.NONE);
  }

  private static Item item(int failures, int infrastructureFailures) {
    return new Item(
        "b-1",
        0,
        "i",
        ItemState.RUNNING,
        failures + infrastructureFailures + 1,
        failures,
        infrastructureFailures,
        "",
        "",
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @TestFactory
  List<DynamicTest> decidesByTheEndTheBudgetsAndThePolicy() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      tests.add(DynamicTest.dynamicTest(kind.name(), () -> all(kind).forEach(ItemRuleTest::check)));
    }
    return tests;
  }

  private static List<Case> all(Kind kind) {
    List<Case> cases = new ArrayList<>();
    for (int bits = 0; bits < 8; bits++) {
      for (int failures = 0; failures < 3; failures++) {
        for (int infrastructureFailures = 0; infrastructureFailures < 3; infrastructureFailures++) {
          for (int budget = 0; budget < 9; budget++) {
            for (Set<Integer> codes : List.<Set<Integer>>of(Set.of(), Set.of(3, 7), Set.of(1))) {
              cases.add(
                  new Case(
                      kind,
                      failures,
                      infrastructureFailures,
                      budget / 3 + 1,
                      budget % 3,
                      (bits & 1) != 0,
                      (bits & 2) != 0,
                      codes,
                      (bits & 4) != 0));
            }
          }
        }
      }
    }
    return cases;
  }

  private static void check(Case given) {
    ItemRule rule = given.rule();

    ItemState expected =
        !given.isWorthAnother()
            ? given.otherwise()
            : given.ending() ? ItemState.CANCELLED : ItemState.QUEUED;
    assertThat(rule.state()).as("%s", given).isEqualTo(expected);
    assertThat(rule.failures() - given.failures())
        .as("failures of %s", given)
        .isEqualTo(given.isProgramsFault() ? 1 : 0);
    assertThat(rule.infrastructureFailures() - given.infrastructureFailures())
        .as("infrastructure failures of %s", given)
        .isEqualTo(given.kind() == Kind.INFRASTRUCTURE ? 1 : 0);
    assertThat(rule.notBefore().isPresent())
        .as("waits: %s", given)
        .isEqualTo(expected == ItemState.QUEUED);
  }

  @Test
  void waitsLongerAfterEachFailureOfItsKind() {
    RetryPolicy policy = new RetryPolicy(10, 10, true, Set.of(), true, BACKOFF);

    assertThat(ItemRule.after(end(Kind.FAILED), item(0, 5), policy, false).notBefore())
        .contains(AT.plusSeconds(10));
    assertThat(ItemRule.after(end(Kind.TIMED_OUT), item(1, 0), policy, false).notBefore())
        .contains(AT.plusSeconds(20));
    assertThat(ItemRule.after(end(Kind.INFRASTRUCTURE), item(7, 2), policy, false).notBefore())
        .contains(AT.plusSeconds(35));
  }
}
