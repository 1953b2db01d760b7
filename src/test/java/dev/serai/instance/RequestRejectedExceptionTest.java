package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RequestRejectedExceptionTest {

  @Test
  void eachKindHasItsCode() {
    Duration second = Duration.ofSeconds(1);
    Throwable cause = new IllegalStateException("inner");
    assertThat(RequestRejectedException.invalid("f", "x").code()).isEqualTo(400);
    assertThat(RequestRejectedException.badRequest("x").code()).isEqualTo(400);
    assertThat(RequestRejectedException.forbidden("x").code()).isEqualTo(403);
    assertThat(RequestRejectedException.notFound("instance", "x").code()).isEqualTo(404);
    assertThat(RequestRejectedException.conflict("x").code()).isEqualTo(409);
    assertThat(RequestRejectedException.tooMany("x", second).code()).isEqualTo(429);
    assertThat(RequestRejectedException.internal("ref", cause).code()).isEqualTo(500);
    assertThat(RequestRejectedException.badCredentials("x", cause).code()).isEqualTo(502);
    assertThat(RequestRejectedException.unavailable("x", second, cause).code()).isEqualTo(503);
  }

  @Test
  void aRouteMayThrowOneWithAMessageAlone() {
    assertThat(new RequestRejectedException("no weekend jobs").code()).isEqualTo(400);
    assertThat(new RequestRejectedException("no weekend jobs")).hasMessage("no weekend jobs");
  }

  @Test
  void onlyWhatMayBeTriedAgainSaysWhen() {
    Duration second = Duration.ofSeconds(1);
    assertThat(RequestRejectedException.tooMany("x", second).retryAfter()).contains(second);
    assertThat(RequestRejectedException.unavailable("x", second, null).retryAfter())
        .contains(second);
    assertThat(RequestRejectedException.conflict("x").retryAfter()).isEmpty();
  }

  @Test
  void whatIsNotFoundSaysSoInTheWordsTheCliKnows() {
    assertThat(RequestRejectedException.notFound("instance", "x-1"))
        .hasMessage("instance \"x-1\" not found");
    assertThat(RequestRejectedException.notFound("environment", "a@2", "there is a@1"))
        .hasMessage("environment \"a@2\" not found; there is a@1");
  }

  @Test
  void anInternalFaultTellsItsReferenceAndNotItsCause() {
    assertThat(RequestRejectedException.internal("R1", new IllegalStateException("inner")))
        .hasMessageContaining("R1")
        .message()
        .doesNotContain("inner");
  }

  @Test
  void anExcerptIsShortAndPrintable() {
    assertThat(RequestRejectedException.excerpt("x".repeat(100)))
        .isEqualTo("\"" + "x".repeat(60) + "...\"");
    assertThat(RequestRejectedException.excerpt("a\nb\u0000")).isEqualTo("\"a?b?\"");
    assertThat(RequestRejectedException.excerpt("x".repeat(59) + "🐫")).doesNotContain("\ud83d");
  }

  @Test
  void aStateIsReadWhateverItsCase() {
    assertThat(InstanceState.parse("status", "rUNNING")).isEqualTo(InstanceState.RUNNING);
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> InstanceState.parse("status", "Up"))
        .hasMessageStartingWith("status \"Up\" is none of Pending");
  }
}
