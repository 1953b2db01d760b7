package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistakes that an integrator makes: each is found by {@code serai validate}, in its line. Every
 * mistake is a file of its own, and one run of the command finds them all.
 */
class IntegratorMistakesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The step of {@link #step} begins here. */
  private static final int STEP = 7;

  @TempDir static Path folder;

  private static CommandRun run;
  private static JsonNode report;
  private static CommandRun loaded;
  private static JsonNode reportOfCamel;

  /**
   * A file with one mistake.
   *
   * @param file relative to the folder
   * @param kind the list of the report that it is in
   */
  record Mistake(String file, String content, String kind, int line, String message) {

    @Override
    public String toString() {
      return message;
    }
  }

  static List<Mistake> mistakes() {
    List<Mistake> all = new ArrayList<>();
    // components, data formats, languages
    step(all, "- to: ftp:host/folder", "the component `ftp` is not shipped; add camel-ftp");
    step(all, "- to: direkt:x", "unknown component `direkt`; did you mean `direct`?");
    step(
        all, "- unmarshal: {bindy: {}}", "the data format `bindy` is not shipped; add camel-bindy");
    step(
        all,
        "- marshal: {json: {library: Gson}}",
        "the data format `json` with `Gson` is not shipped; add camel-gson");
    step(all, "- setBody: {jq: .name}", "the language `jq` is not shipped; add camel-jq");
    step(all, "- filter: {python: x, steps: []}", "the language `python` is not shipped");
    step(
        all,
        "- setBody: {language: {language: mvel, expression: x}}",
        "the language `mvel` is not shipped");
    step(all, "- kamelet: {name: log-action}", "the component `kamelet` is not shipped");
    // beans and their methods
    step(all, "- bean: {ref: respnses, method: instance}", "did you mean `responses`?");
    step(
        all,
        "- bean: {ref: responses, method: instnace}",
        "the bean `responses` has no method `instnace`; did you mean `instance`?");
    step(
        all,
        "- bean: {ref: requests, method: \"withOwner(${body})\"}",
        "`requests.withOwner` takes (InstanceRequest, String), not 1 value");
    step(
        all,
        "- bean: {ref: requests, method: \"withOwner(${body}, 'a,b', ${header.X})\"}",
        "takes (InstanceRequest, String), not 3 values");
    step(
        all,
        "- bean: {ref: requests, method: \"withOwner(${body}\"}",
        "`withOwner(${body}` has no closing bracket");
    step(all, "- bean: {ref: placement}", "the call of the bean `placement` names no method");
    step(
        all,
        "- filter: {method: {ref: placement, method: nextToAskk}, steps: []}",
        "the bean `placement` has no method `nextToAskk`; did you mean `nextToAsk`?");
    step(all, "- to: bean:requests?method=raed", "the bean `requests` has no method `raed`");
    step(
        all,
        "- setBody: {simple: \"${bean:requests?method=raed}\"}",
        "the bean `requests` has no method `raed`");
    step(all, "- process: {ref: responses}", "the bean `responses` is not a Processor");
    step(
        all,
        "- to: {uri: \"http:x\", parameters: {httpClientConfigurer: \"#callbackClint\"}}",
        "no bean is called `callbackClint`; did you mean `callbackClient`?");
    add(
        all,
        """
        - routeConfiguration:
            id: retries-@
            onException:
              - onException:
                  exception: [java.lang.Exception]
                  retryWhile: { method: { ref: deadline, method: isOpn } }
        """,
        6,
        "the bean `deadline` has no method `isOpn`; did you mean `isOpen`?");
    // values of a certain class
    add(
        all,
        """
        - route:
            id: before-@
            description: A quota.
            from:
              uri: direct:before-plan
              steps:
                - log: "${body.owner}"
                - log: "${body.onwer}"
        """,
        8,
        "`body.onwer`: InstanceRequest has no `onwer`; there are arguments");
    step(
        all,
        "- log: \"${exchangeProperty.SeraiPlan.isKeyles}\"",
        "InstancePlan has no `isKeyles`; did you mean `isKeyless`?");
    step(
        all,
        """
        - doTry:
                        steps: []
                        doCatch:
                          - exception: [dev.serai.instance.RequestRejectedException]
                            onWhen: {simple: "${exception.isClusterSpecifc} == true"}
                            steps: []\
        """,
        STEP + 4,
        "RequestRejectedException has no `isClusterSpecifc`; did you mean `isClusterSpecific`?");
    // classes
    step(
        all,
        "- doTry:\n                steps: []\n                doCatch:\n"
            + "                  - exception: [dev.serai.RequestRejectedException]\n                    steps: []",
        STEP + 3,
        "there is no exception class `dev.serai.RequestRejectedException`; did you mean"
            + " `dev.serai.instance.RequestRejectedException`?");
    step(
        all,
        "- throwException: {exceptionType: java.lang.String, message: x}",
        "`java.lang.String` is not an exception");
    step(all, "- convertBodyTo: {type: com.acme.Order}", "there is no class `com.acme.Order`");
    step(
        all,
        "- aggregate: {constant: x, aggregationStrategy: \"#class:com.acme.Join\", steps: []}",
        "there is no class `com.acme.Join`");
    // placeholders, configurations, endpoints
    step(all, "- log: \"{{serai.retry-dely}}\"", "did you mean `serai.retry-delay`?");
    all.add(
        new Mistake(
            "own-each-cluster.camel.yaml",
            step("own-{{cluster}}", "- log: \"{{serai.retry-dely}} {{cluster}}\""),
            "findings",
            STEP,
            "no setting is called `serai.retry-dely`"));
    add(
        all,
        step("@", "- stop: {}").replace("    from", "    routeConfigurationId: paitent\n    from"),
        4,
        "no routeConfiguration has the id `paitent`");
    step(all, "- to: direct:nobody", "nothing serves `direct:nobody`");
    add(
        all,
        step("@", "- stop: {}")
            + step("@-twice", "- stop: {}").replace("direct:@-twice", "direct:@"),
        STEP + 5,
        "endpoint `direct:m" + all.size() + "` is taken already, by ");
    step(all, "- wireTap: {uri: \"seda:nobody\"}", "nothing serves `seda:nobody`");
    add(
        all,
        """
        - rest:
            id: again
            path: /mine
            get:
              - id: one
                path: /{name}
                to: direct:again
              - id: two
                path: /{id}/
                to: direct:again
        - route: { id: again, description: x, from: { uri: "direct:again", steps: [stop: {}] } }
        """,
        8,
        "operation `GET /mine/{}` is taken already, by ");
    add(
        all,
        """
        - beans:
            - name: responses
              type: java.util.ArrayList
        """,
        2,
        "the bean `responses` is one of Serai's; give yours another name");
    // what no parser may run into
    add(all, "- a\n- " + "[".repeat(20_000), 2, "is nested deeper than 100 levels");
    add(all, "- a: &x\n    b: [*x]\n", 2, "an alias must not refer to itself");
    // the DSL
    step(all, "- tx: direct:x", "unknown step `tx`; did you mean `to`?");
    step(all, "- setBody: {constnt: x}", "unknown property `constnt` of `setBody`");
    step(all, "- to: log:x?levl=INFO", "unknown option `levl` of `log`; did you mean `level`?");
    step(all, "- to: {uri: log:x, parameters: {level: LOUD}}", "it has to be one of TRACE");
    step(all, "- filter: {simple: \"${body} === 'x'\"}", "is not valid simple");
    step(all, "- log: \"${body\"", "is not valid simple");
    add(all, "- route:\n    id: x\n\tfrom: direct:x\n", 3, "not YAML");
    add(all, "route:\n  id: x\n", 1, "a route file is a list");
    // Serai's properties and headers
    warn(
        all,
        "- setProperty: {name: SeraiOpenEndd, constant: \"true\"}",
        "Serai has no property `SeraiOpenEndd`; did you mean `SeraiOpenEnded`?");
    warn(
        all,
        "- setHeader: {name: SeraiInstanceID, constant: x}\n"
            + "        - removeHeader: {name: SeraiInstenceUid}",
        STEP + 1,
        "Serai has no header `SeraiInstenceUid`; did you mean `SeraiInstanceUid`?");
    warn(
        all,
        "- log: \"${exchangeProperty.SeraiCluster}\"",
        "`SeraiCluster` is a header, not a property");
    // environments and pod templates
    environment(all, "env: {A: b}", 4, "unknown key \"env\"; did you mean environmentVariables?");
    environment(all, "ttl: 1d", 4, "ttl \"1d\" is not a duration");
    environment(all, "podTemplate: twoContainers", 4, "there is no pod template \"twoContainers\"");
    environment(all, "resources:\n  memory: 256", 5, "memory \"256\" is less than 1Mi");
    all.add(
        new Mistake(
            "pod-templates/gpu.yaml",
            """
            apiVersion: v1
            kind: Pod
            spec:
              containers:
                - name: mian
                  image: x
            """,
            "findings",
            5,
            "has no container named main"));
    return all;
  }

  /** Mistakes of which only Camel knows: it loads the files when nothing else is wrong. */
  static List<Mistake> mistakesThatCamelFinds() {
    List<Mistake> all = new ArrayList<>();
    step(
        all,
        "- circuitBreaker: {configuration: nobody, steps: [stop: {}]}",
        "No bean could be found in the registry for: nobody");
    step(all, "- threads: {executorService: nobody}", "ExecutorServiceRef nobody not found");
    step(all, "- to: class:com.acme.Nobody", "ClassNotFoundException: com.acme.Nobody");
    step(
        all,
        "- convertBodyTo: {type: String, charset: UTF-99}",
        "UnsupportedCharsetException: UTF-99");
    step(all, "- filter: {xpath: \"//[\", steps: [stop: {}]}", "A location step was expected");
    step(all, "- log: \"{{nobodyClosesThis\"", "[nobodyClosesThis] not found in properties");
    add(
        all,
        step("@", "- stop: {}").replace("direct:@", "\"quartz:@?cron=0+0+25+*+*+?\""),
        5,
        "Hour values must be between 0 and 23");
    add(
        all,
        step("@", "- stop: {}").replace("    from", "    routePolicy: nobody\n    from"),
        4,
        "No bean could be found in the registry for: nobody");
    add(
        all,
        step("@", "- stop: {}").replace("direct:@", "\"seda:@?size=5\"")
            + step("@-twice", "- to: \"seda:@?size=6\""),
        2 * STEP,
        "queue size 5 does not match given queue size 6");
    add(
        all,
        step("@", "- stop: {}").replace("    from", "    startupOrder: 9\n    from")
            + step("@-twice", "- stop: {}").replace("    from", "    startupOrder: 9\n    from"),
        STEP + 2,
        "Route startup order clash");
    add(
        all,
        """
        - beans:
            - name: "@"
              type: dev.serai.http.ResponseHeaders
              properties: { secrets: hidden }
        """,
        4,
        "`secrets` can't be set: ResponseHeaders has no such option");
    return all;
  }

  @BeforeAll
  static void validateThoseThatCamelFinds() throws IOException {
    Path routes = Files.createDirectories(folder.resolve("camel"));
    for (Mistake mistake : mistakesThatCamelFinds()) {
      Files.writeString(routes.resolve(mistake.file()), mistake.content());
    }
    loaded = CommandRun.of(Map.of(), "validate", routes.toString(), "--output", "json");
    reportOfCamel = JSON.readTree(loaded.out());
  }

  @BeforeAll
  static void validateAllOfThem() throws IOException {
    Files.createDirectories(folder.resolve("routes"));
    for (Mistake mistake : mistakes()) {
      Path file = folder.resolve(mistake.file());
      if (!file.toString().contains("environments") && !file.toString().contains("templates")) {
        file = folder.resolve("routes").resolve(mistake.file());
      }
      Files.createDirectories(file.getParent());
      Files.writeString(file, mistake.content());
    }
    for (String shipped : List.of("dualContainer.yaml", "singleContainer.yaml")) {
      Files.copy(
          Path.of("config", "pod-templates").resolve(shipped),
          folder.resolve("pod-templates").resolve(shipped));
    }
    run =
        CommandRun.of(
            Map.of(),
            "validate",
            folder.resolve("routes").toString(),
            "--environments",
            folder.resolve("environments").toString(),
            "--pod-templates",
            folder.resolve("pod-templates").toString(),
            "--output",
            "json");
    report = JSON.readTree(run.out());
  }

  @Test
  void thereAreAtLeastThirtyAndTheCommandFails() {
    assertThat(mistakes()).hasSizeGreaterThanOrEqualTo(30);
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void isFoundInItsLine(Mistake mistake) {
    assertFound(report, mistake);
  }

  @ParameterizedTest
  @MethodSource("mistakesThatCamelFinds")
  void isFoundByCamelInItsLine(Mistake mistake) {
    assertThat(loaded.exitCode()).isEqualTo(1);
    assertFound(reportOfCamel, mistake);
    assertThat(loaded.out() + loaded.err()).doesNotContain("hidden").doesNotContain("\tat ");
  }

  private static void assertFound(JsonNode report, Mistake mistake) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode finding : report.path(mistake.kind())) {
      if (finding.path("file").asText().endsWith(mistake.file())) {
        found.add(finding);
      }
    }
    assertThat(found)
        .as("%s in %s", mistake.message(), mistake.file())
        .anySatisfy(
            finding -> {
              assertThat(finding.path("message").asText()).contains(mistake.message());
              assertThat(finding.path("line").asInt()).isEqualTo(mistake.line());
            });
  }

  private static void step(List<Mistake> all, String step, String message) {
    step(all, step, STEP, message);
  }

  private static void step(List<Mistake> all, String step, int line, String message) {
    add(all, step("@", step), line, message);
  }

  private static void warn(List<Mistake> all, String step, String message) {
    warn(all, step, STEP, message);
  }

  private static void warn(List<Mistake> all, String step, int line, String message) {
    String id = "m" + all.size();
    all.add(new Mistake(id + ".camel.yaml", step(id, step), "warnings", line, message));
  }

  private static void add(List<Mistake> all, String content, int line, String message) {
    String id = "m" + all.size();
    all.add(new Mistake(id + ".camel.yaml", content.replace("@", id), "findings", line, message));
  }

  private static void environment(List<Mistake> all, String content, int line, String message) {
    String id = "m" + all.size();
    all.add(
        new Mistake(
            "environments/" + id + ".yaml",
            "name: " + id + "\nversion: 1.0.0\nimage: x\n" + content + "\n",
            "findings",
            line,
            message));
  }

  private static String step(String id, String step) {
    return """
    - route:
        id: %s
        description: Tried.
        from:
          uri: direct:%s
          steps:
            %s
    """
        .formatted(id, id, step);
  }
}
