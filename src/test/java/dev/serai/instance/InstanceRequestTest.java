package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceRequestTest {

  private static final String SECRET = "s3cr3t\u0000value";

  @ParameterizedTest
  @ValueSource(strings = {"latest", "v1.0_x-2", "A", "_x"})
  void aDatasourceIsAnImageTag(String tag) {
    assertThatCode(() -> request(tag, Map.of(), List.of(), "", Map.of()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {".x", "-x", "a b", "a/b", "a:b", "a@b", "é", " "})
  void whatIsNoImageTagIsRefused(String tag) {
    refuses("datasource ", () -> request(tag, Map.of(), List.of(), "", Map.of()));
  }

  @Test
  void aDatasourceHas128CharactersAtMost() {
    assertThatCode(() -> request("x".repeat(128), Map.of(), List.of(), "", Map.of()))
        .doesNotThrowAnyException();
    refuses("datasource ", () -> request("x".repeat(129), Map.of(), List.of(), "", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "_a", "a.b", "a-b", ".x", "A1"})
  void variablesHaveTheNamesThatKubernetesTakes(String name) {
    assertThatCode(() -> request("", Map.of(name, "x"), List.of(), "", Map.of()))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1A", "A B", "A=B", "é", "A\n", "A$"})
  void otherNamesOfVariablesAreRefused(String name) {
    refuses(
        "environment_variables has the name ",
        () -> request("", Map.of(name, "x"), List.of(), "", Map.of()));
  }

  @Test
  void theValueOfAVariableIsNeverPartOfARefusal() {
    assertThatThrownBy(() -> request("", Map.of("TOKEN", SECRET), List.of(), "", Map.of()))
        .hasMessage(
            "environment_variables.TOKEN holds a NUL character or a broken Unicode surrogate");
  }

  @Test
  void valuesAndArgumentsAreAnyTextAProcessCanHave() {
    String odd = "line\nline\ttab \u001b[0m ünï 🐫 $(HOME)";
    InstanceRequest request = request("", Map.of("A", odd), List.of(odd, ""), "", Map.of());
    assertThat(request.arguments()).containsExactly(odd, "");
    refuses("arguments[1] ", () -> request("", Map.of(), List.of("", "\ud800"), "", Map.of()));
    refuses("arguments[0] ", () -> request("", Map.of(), List.of("\u0000"), "", Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a@b.com", "Ünï cöde", "日本", ""})
  void anOwnerIsAnyPrintableText(String owner) {
    assertThat(request("", Map.of(), List.of(), owner, Map.of()).owner()).isEqualTo(owner);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000", "\u202etxt", "\u2028"})
  void anOwnerThatCannotBePrintedIsRefused(String owner) {
    refuses("owner ", () -> request("", Map.of(), List.of(), owner, Map.of()));
  }

  @Test
  void ownersAndLabelsHave253CharactersAtMost() {
    String most = "x".repeat(253);
    assertThatCode(() -> request("", Map.of(), List.of(), most, Map.of(most, most)))
        .doesNotThrowAnyException();
    refuses("owner ", () -> request("", Map.of(), List.of(), most + "x", Map.of()));
    refuses("labels ", () -> request("", Map.of(), List.of(), "", Map.of(most + "x", "")));
    refuses("labels[", () -> request("", Map.of(), List.of(), "", Map.of("k", most + "x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "serai.dev/owner",
        "labels.serai.dev/x",
        "business/aenv-name",
        "app.kubernetes.io/managed-by",
        "a\nb"
      })
  void keysOfLabelsThatAreNoneOrOursAreRefused(String key) {
    refuses("labels ", () -> request("", Map.of(), List.of(), "", Map.of(key, "x")));
  }

  @Test
  void nothingHasMoreThanAThousandEntries() {
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i <= 1_000; i++) {
      many.put("K" + i, "v");
    }
    refuses("environment_variables has 1001 ", () -> request("", many, List.of(), "", Map.of()));
    refuses("labels has 1001 ", () -> request("", Map.of(), List.of(), "", many));
    refuses(
        "arguments has 1001 ",
        () -> request("", Map.of(), Collections.nCopies(1_001, "x"), "", Map.of()));
  }

  @Test
  void labelsTogetherAreBounded() {
    Map<String, String> big = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      big.put("k" + i, "é".repeat(200));
    }
    refuses("labels have ", () -> request("", Map.of(), List.of(), "", big));
  }

  @Test
  void differentRequestsNeverReadTheSame() {
    assertThat(
            List.of(
                request("", Map.of("A", "1"), List.of(), "", Map.of()).normalised(),
                request("", Map.of(), List.of("A", "1"), "", Map.of()).normalised(),
                request("", Map.of(), List.of("A1"), "", Map.of()).normalised(),
                request("", Map.of(), List.of(), "", Map.of("A", "1")).normalised(),
                request("A", Map.of(), List.of(), "1", Map.of()).normalised(),
                request("A1", Map.of(), List.of(), "", Map.of()).normalised(),
                request("", Map.of(), List.of(), "", Map.of()).normalised()))
        .doesNotHaveDuplicates();
  }

  @Test
  void printsNoValues() {
    InstanceRequest request =
        request("", Map.of("TOKEN", "hidden"), List.of("--password=hidden"), "o", Map.of());
    assertThat(request.toString()).contains("demo@1").doesNotContain("hidden");
  }

  private static void refuses(
      String start, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(400))
        .hasMessageStartingWith(start)
        .message()
        .doesNotContain("\n")
        .doesNotContain("\u0000");
  }

  private static InstanceRequest request(
      String datasource,
      Map<String, String> variables,
      List<String> arguments,
      String owner,
      Map<String, String> labels) {
    return new InstanceRequest(
        new EnvRef("demo", "1"), datasource, Optional.empty(), variables, arguments, owner, labels);
  }
}
