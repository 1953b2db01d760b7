package dev.serai.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.environment.Env;
import dev.serai.instance.EnvRef;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.RequestRejectedException;
import dev.serai.instance.Ttl;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstancePlannerTest {

  private static final String DNS_LABEL = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";

  @Test
  void theNameOfAKeyIsAlwaysTheSameWhateverElseTheRequestHolds() {
    InstancePlan one = Plans.plan(Plans.requestWith(List.of("a"), ""));
    InstancePlan two = Plans.plan(Plans.requestWith(List.of("b"), ""));

    assertThat(one.id()).isEqualTo(two.id()).matches("k-[a-z2-7]{26}").matches(DNS_LABEL);
    assertThat(one.requestDigest()).isNotEqualTo(two.requestDigest()).matches("[0-9a-f]{64}");
    assertThat(one.attemptId()).isNotEqualTo(two.attemptId());
  }

  @Test
  void theSameKeyWithAnotherEnvironmentMeetsTheSamePod() {
    EnvRef other = new EnvRef("other", "1");
    InstancePlanner planner = Plans.planner(Plans.env(), Plans.env(other, Optional.empty()));

    InstancePlan one = planner.plan(InstanceRequest.of(Plans.REF), Optional.of("k"));
    InstancePlan two = planner.plan(InstanceRequest.of(other), Optional.of("k"));

    assertThat(one.id()).isEqualTo(two.id());
    assertThat(one.requestDigest()).isNotEqualTo(two.requestDigest());
  }

  @Test
  void aKeyIsScopedToItsOwner() {
    Set<String> names = new HashSet<>();
    for (String[] pair : new String[][] {{"a", "bc"}, {"ab", "c"}, {"", "abc"}, {"abc", "x"}}) {
      names.add(InstanceName.ofKey(pair[0], pair[1]));
    }
    assertThat(names).hasSize(4);
  }

  @Test
  void equalRequestsHaveEqualDigestsWhateverTheOrderOfTheirMaps() {
    InstanceRequest one = request(Map.of("A", "1", "B", "2"), "1h");
    InstanceRequest two = request(Map.of("B", "2", "A", "1"), "60m");
    assertThat(Plans.plan(one).requestDigest()).isEqualTo(Plans.plan(two).requestDigest());
    assertThat(Plans.plan(request(Map.of("A", "12", "B", ""), "1h")).requestDigest())
        .isNotEqualTo(Plans.plan(one).requestDigest());
  }

  @Test
  void namesWithoutAKeyAreNeverTheSame() {
    InstancePlanner planner = Plans.planner(Plans.env());
    Set<String> names = new HashSet<>();
    for (int i = 0; i < 5_000; i++) {
      names.add(planner.plan(Plans.request(), Optional.empty()).id());
    }
    assertThat(names).hasSize(5_000).allMatch(name -> name.matches("demo-[a-z2-7]{16}"));
  }

  @ParameterizedTest
  @CsvSource({
    "demo, demo",
    "SWE Bench, swe-bench",
    "a.b_c/d, a-b-c-d",
    "Ünïcode, unicode",
    "--x--, x",
    "9lives, env-9lives",
    "日本語, env",
    "-, env",
    "ﬁne, fine"
  })
  void aNameShowsWhatItCanOfTheEnvironment(String name, String slug) {
    assertThat(InstanceName.slug(name)).isEqualTo(slug);
  }

  @Test
  void everyNameIsADnsLabelWhateverTheEnvironmentIsCalled() {
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      String name =
          random
              .ints(1 + random.nextInt(i % 100 == 0 ? 253 : 40), 1, i % 2 == 0 ? 0x250 : 0x1FFFF)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertThat(InstanceName.random(name, random)).as(name).matches(DNS_LABEL);
    }
    assertThat(InstanceName.random("x".repeat(253), random)).matches(DNS_LABEL);
    assertThat(InstanceName.random("x-".repeat(126), random)).matches(DNS_LABEL);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          1h,  2h,  1h
          -,   2h,  2h
          -,   -,   24h0m0s
          24h, -,   24h
          -,   48h, 24h0m0s
          """)
  void theRequestsTtlCountsThenTheEnvironmentsThenTheMaximum(
      String ofRequest, String ofEnv, String inEffect) {
    Env env = Plans.env(Plans.REF, Optional.ofNullable(ofEnv).map(ttl -> Ttl.parse("ttl", ttl)));
    InstanceRequest request = request(Map.of(), ofRequest);

    InstancePlan plan = Plans.planner(env).plan(request, Optional.empty());

    assertThat(plan.ttl().text()).isEqualTo(inEffect);
    assertThat(plan.createdAt()).isEqualTo(Plans.NOW);
    assertThat(plan.expiresAt()).isEqualTo(Plans.NOW.plus(plan.ttl().duration()));
  }

  @Test
  void aTtlAboveTheMaximumIsRefused() {
    refuses(request(Map.of(), "24h1ns"), null, 400, "ttl 24h1ns is longer than the maximum");
    assertThat(Plans.plan(request(Map.of(), "24h")).ttl().duration())
        .isEqualTo(Duration.ofHours(24));
  }

  @Test
  void anUnknownEnvironmentIsNotFoundAndItsVersionsAreNamed() {
    refuses(
        InstanceRequest.of(new EnvRef("demo", "2")),
        null,
        404,
        "environment \"demo@2\" not found; there are the versions 1.0.0");
    refuses(
        InstanceRequest.of(new EnvRef("nope", "2")), null, 404, "environment \"nope@2\" not found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\nb", "a\u0000", "\u202e"})
  void aKeyThatIsNoneIsRefusedByItsName(String key) {
    refuses(Plans.request(), key, 400, "Idempotency-Key ");
  }

  @Test
  void aKeyHasAtMost255Characters() {
    refuses(Plans.request(), "x".repeat(256), 400, "Idempotency-Key has 256 characters");
    assertThat(Plans.planner(Plans.env()).plan(Plans.request(), Optional.of("é".repeat(255))).id())
        .matches(DNS_LABEL);
  }

  @Test
  void nothingThatIsPrintedHoldsTheValueOfAVariable() {
    InstancePlan plan = Plans.plan();
    assertThat(plan.toString()).contains(plan.id(), "demo@1.0.0").doesNotContain(Plans.SECRET);
    assertThat(plan.request().toString()).contains("demo").doesNotContain(Plans.SECRET);
    assertThat(plan.env().toString()).doesNotContain("ENV_ONLY").doesNotContain("of-env");
  }

  private static void refuses(InstanceRequest request, String key, int code, String message) {
    assertThatThrownBy(() -> Plans.planner(Plans.env()).plan(request, Optional.ofNullable(key)))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith(message);
  }

  private static InstanceRequest request(Map<String, String> variables, String ttl) {
    return new InstanceRequest(
        Plans.REF,
        "",
        Optional.ofNullable(ttl).map(text -> Ttl.parse("ttl", text)),
        variables,
        List.of(),
        "",
        Map.of());
  }
}
