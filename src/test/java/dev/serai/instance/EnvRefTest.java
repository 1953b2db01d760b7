package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvRefTest {

  @Test
  void readsNameAndVersion() {
    assertThat(EnvRef.parse("envName", "Ünï code@1.0.0"))
        .isEqualTo(new EnvRef("Ünï code", "1.0.0"))
        .hasToString("Ünï code@1.0.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "demo",
        "@1",
        "demo@",
        "a@b@c",
        "demo @1",
        "demo@ 1",
        " demo@1",
        "a\n@1",
        "a\u202e@1"
      })
  void refusesWhatIsNotNameAtVersion(String text) {
    assertThatThrownBy(() -> EnvRef.parse("envName", text))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(400))
        .hasMessageStartingWith("envName ")
        .message()
        .doesNotContain("\n")
        .doesNotContain("\u202e");
  }

  @Test
  void has253CharactersAtMost() {
    assertThat(EnvRef.parse("envName", "x".repeat(251) + "@1").name()).hasSize(251);
    assertThatThrownBy(() -> EnvRef.parse("envName", "x".repeat(252) + "@1"))
        .hasMessage("envName has 254 characters; at most 253 are allowed");
  }
}
