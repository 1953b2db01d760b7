package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusalTest {

  @Test
  void eachKindHasItsCode() {
    Duration second = Duration.ofSeconds(1);
    Throwable cause = new IllegalStateException("inner");
    assertThat(Refusal.invalid("f", "x").code()).isEqualTo(400);
    assertThat(Refusal.badRequest("x").code()).isEqualTo(400);
    assertThat(Refusal.forbidden("x").code()).isEqualTo(403);
    assertThat(Refusal.notFound("instance", "x").code()).isEqualTo(404);
    assertThat(Refusal.conflict("x").code()).isEqualTo(409);
    assertThat(Refusal.tooMany("x", second).code()).isEqualTo(429);
    assertThat(Refusal.internal("ref", cause).code()).isEqualTo(500);
    assertThat(Refusal.badCredentials("x", cause).code()).isEqualTo(502);
    assertThat(Refusal.unavailable("x", second, cause).code()).isEqualTo(503);
  }

  @Test
  void aRouteMayThrowOneWithAMessageAlone() {
    assertThat(new Refusal("no weekend jobs").code()).isEqualTo(400);
    assertThat(new Refusal("no weekend jobs")).hasMessage("no weekend jobs");
  }

  @Test
  void onlyWhatMayBeTriedAgainSaysWhen() {
    Duration second = Duration.ofSeconds(1);
    assertThat(Refusal.tooMany("x", second).retryAfter()).contains(second);
    assertThat(Refusal.unavailable("x", second, null).retryAfter()).contains(second);
    assertThat(Refusal.conflict("x").retryAfter()).isEmpty();
  }

  @Test
  void whatIsNotFoundSaysSoInTheWordsTheCliKnows() {
    assertThat(Refusal.notFound("instance", "x-1")).hasMessage("instance \"x-1\" not found");
    assertThat(Refusal.notFound("environment", "a@2", "there is a@1"))
        .hasMessage("environment \"a@2\" not found; there is a@1");
  }

  @Test
  void anInternalFaultTellsItsReferenceAndNotItsCause() {
    assertThat(Refusal.internal("R1", new IllegalStateException("inner")))
        .hasMessageContaining("R1")
        .message()
        .doesNotContain("inner");
  }

  @Test
  void anExcerptIsShortAndPrintable() {
    assertThat(Refusal.excerpt("x".repeat(100))).isEqualTo("\"" + "x".repeat(60) + "...\"");
    assertThat(Refusal.excerpt("a\nb\u0000")).isEqualTo("\"a?b?\"");
    assertThat(Refusal.excerpt("x".repeat(59) + "🐫")).doesNotContain("\ud83d");
  }

  @Test
  void aStateIsReadWhateverItsCase() {
    assertThat(InstanceState.parse("status", "rUNNING")).isEqualTo(InstanceState.RUNNING);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> InstanceState.parse("status", "Up"))
        .hasMessageStartingWith("status \"Up\" is none of Pending");
  }
}
