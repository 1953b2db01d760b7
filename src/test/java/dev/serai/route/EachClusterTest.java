package dev.serai.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are loaded once for each cluster. */
class EachClusterTest {

  private static final List<String> CLUSTERS = List.of("one", "two", "three");
  private static final String GOOD =
      """
      # {{cluster}} is replaced in comments as well
      - route:
          id: call-{{cluster}}
          description: Tried.
          from:
            uri: direct:call-{{cluster}}
            steps:
              - setBody: {id: "body-{{cluster}}", constant: "first {{cluster}}"}
      """;

  private static final RouteValidator VALIDATOR =
      new RouteValidator(
          RouteVocabulary.serai().withClusters(CLUSTERS).withProperties(Set.of("serai.name")));

  @TempDir Path folder;

  @Test
  void onlyFilesOfThatNameAreMultiplied() {
    RouteFile each = file("engines/x-each-cluster.camel.yaml").forEach(CLUSTERS);
    assertThat(each.engine()).contains("x");
    assertThat(each.texts()).hasSize(3);
    assertThat(each.texts().get(1))
        .contains("call-two")
        .doesNotContain("{{", "one", "three")
        .hasLineCount(GOOD.split("\n").length);
    assertThat(each.content()).isEqualTo(GOOD);

    RouteFile other = file("x.camel.yaml").forEach(CLUSTERS);
    assertThat(other.texts()).containsExactly(GOOD);
  }

  @ParameterizedTest
  @CsvSource({"''", "---", "# a comment"})
  void aGoodFileIsGoodForAllOfThem(String before) throws IOException {
    write(before + "\n" + GOOD);
    RouteValidator.Result result = VALIDATOR.check(folder);
    assertThat(result.findings()).isEmpty();
    assertThat(result.files()).isEqualTo(1);
    assertThat(result.routes()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          setBody: {id: "s-{{cluster}}", constnt: x}  | unknown property `constnt` of `setBody`
          tx: direct:x                                | unknown step `tx`
          to: log:x?levl=INFO                         | unknown option `levl` of `log`
          to: direct:nobody-{{cluster}}               | nothing serves `direct:nobody-one`
          to: direct:call-two-{{cluster}}             | nothing serves `direct:call-two-one`
          log: "${body"                               | is not valid simple
          log: "{{serai.nmae}}"                       | no setting is called `serai.nmae`
          stop: {id: same}                            | step id `same` is the same for every cluster; add {{cluster}} to it
          stop: {}, to: x                             | not YAML
          """)
  void aFaultIsToldOnceWithItsLineInTheFile(String step, String message) throws IOException {
    write(GOOD.replaceAll("setBody: .*", java.util.regex.Matcher.quoteReplacement(step)));
    List<Finding> findings = VALIDATOR.check(folder).findings();
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).line()).isEqualTo(8);
    assertThat(findings.get(0).message()).contains(message);
  }

  @Test
  void aRouteIdWithoutTheClusterIsToldOnce() throws IOException {
    write(GOOD.replace("id: call-{{cluster}}", "id: call"));
    assertThat(VALIDATOR.check(folder).findings())
        .extracting(Finding::toString)
        .containsExactly(
            "x-each-cluster.camel.yaml:2: route id `call` is the same for every cluster; add"
                + " {{cluster}} to it");
  }

  @Test
  void aChangeIsLoadedForAllOfThemAndABrokenOneForNone() throws Exception {
    write(GOOD);
    RouteReloader reloader =
        new RouteReloader(
            folder,
            "none",
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            VALIDATOR,
            Clock.systemUTC());
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      reloader.loadAll(context);
      context.addService(reloader);
      context.start();
      CLUSTERS.forEach(name -> assertThat(ask(context, name)).isEqualTo("first " + name));

      write(GOOD.replace("first", "second"));
      await().until(() -> "second three".equals(ask(context, "three")));
      CLUSTERS.forEach(name -> assertThat(ask(context, name)).isEqualTo("second " + name));
      assertThat(context.getRoutes()).hasSize(3);

      write(GOOD.replace("constant: ", "constnt: "));
      await().until(() -> reloader.status().problems().size() == 1);
      assertThat(reloader.status().problems().toString())
          .contains("x-each-cluster.camel.yaml:8: unknown property `constnt`");
      CLUSTERS.forEach(name -> assertThat(ask(context, name)).isEqualTo("second " + name));
    }
  }

  @Test
  void whatCamelRefusesIsToldWithItsLineInTheFile() throws Exception {
    write(
        GOOD.replaceAll(
            "- setBody: .*",
            "- bean: {id: \"b-{{cluster}}\", ref: nobody-{{cluster}}, method: x}"));
    RouteReloader reloader =
        new RouteReloader(
            folder,
            "none",
            Duration.ofMillis(50),
            Duration.ofSeconds(1),
            VALIDATOR,
            Clock.systemUTC());
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      assertThatThrownBy(
              () -> {
                reloader.loadAll(context);
                context.start();
              })
          .hasStackTraceContaining("nobody-one");
    }
  }

  private static String ask(DefaultCamelContext context, String cluster) {
    return context
        .createProducerTemplate()
        .requestBody("direct:call-" + cluster, null, String.class);
  }

  private static RouteFile file(String path) {
    return RouteFile.of(Path.of(path), GOOD.getBytes(StandardCharsets.UTF_8));
  }

  private void write(String content) throws IOException {
    Files.writeString(folder.resolve("x-each-cluster.camel.yaml"), content);
  }
}
