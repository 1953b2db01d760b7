package dev.serai.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteValidatorTest {

  private static final Path GOOD = Path.of("src/test/resources/good-routes");

  /** The schema and the catalogue are read once for all tests. */
  private static final RouteValidator VALIDATOR = new RouteValidator(RouteVocabulary.serai());

  @TempDir Path folder;

  @Test
  void findsNothingWrongWithAGoodSet() {
    RouteValidator.Result result = VALIDATOR.check(GOOD);
    assertThat(result.findings()).isEmpty();
    assertThat(result.files()).isEqualTo(4);
    assertThat(result.routes()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          - tx: direct:x                     | 7 | unknown step `tx`; did you mean `to`?
          - setBody: {constnt: x}            | 7 | unknown property `constnt` of `setBody`; did you mean `constant`?
          - to: {uri: direct:a, urii: x}     | 7 | unknown property `urii` of `to`; did you mean `uri`?
          - to: {id: x}                      | 7 | `to` needs `uri`
          - to: direkt:x                     | 7 | unknown component `direkt`; did you mean `direct`?
          - to: log:x?levl=INFO              | 7 | unknown option `levl` of `log`; did you mean `level`?
          - to: log:x?showAll=maybe          | 7 | option `showAll` of `log` is `maybe`; it has to be true or false
          - to: log:x?groupSize=many         | 7 | option `groupSize` of `log` is `many`; it has to be a whole number
          - to: {uri: log:x, parameters: {level: LOUD}} | 7 | option `level` of `log` is `LOUD`; it has to be one of TRACE, DEBUG, INFO, WARN, ERROR, OFF
          - to: kubernetes-pods              | 7 | `kubernetes-pods` needs the option `masterUrl`
          - to: direct:nobody                | 7 | nothing serves `direct:nobody`
          - wireTap: {uri: "seda:nobody"}    | 7 | nothing serves `seda:nobody`
          - enrich: {constant: direct:nobody} | 7 | nothing serves `direct:nobody`
          - stop: {}, to: direct:a           | 7 | not YAML
          - log: "${body"                    | 7 | is not valid simple
          - filter: {simple: "${body} === 'x'"} | 7 | is not valid simple
          - log: {message: x, loggingLevel: LOUD} | 7 | `loggingLevel` is `LOUD`; it has to be one of
          - to: [direct:a]                   | 7 | `to` is a list; it has to be a mapping or a text
          - bean: {ref: respnses, method: array} | 7 | no bean is called `respnses`; did you mean `responses`?
          - setBody: {method: {ref: nobody}} | 7 | no bean is called `nobody`
          - log: "{{serai.nmae}}"            | 7 | no setting is called `serai.nmae`; did you mean `serai.name`?
          """)
  void namesWhatIsWrongWithAStepAndItsLine(String step, int line, String message)
      throws IOException {
    write("a", route("a", step));
    List<Finding> findings =
        VALIDATOR
            .check(
                folder,
                RouteVocabulary.serai()
                    .withProperties(Set.of("serai.name"))
                    .withBeans(Map.of("responses", ArrayList.class)))
            .findings();
    assertThat(findings).isNotEmpty();
    assertThat(findings.get(0).file()).isEqualTo(Path.of("a.camel.yaml"));
    assertThat(findings.get(0).line()).isEqualTo(line);
    assertThat(findings.get(0).message()).contains(message);
  }

  @Test
  void knowsWhatIsShippedForIntegratorsAndSaysWhichJarHasTheRest() throws IOException {
    write(
        "a",
        route("a", "- filter: {jsonpath: $.urgent, steps: [setBody: {groovy: 1 + 1}]}")
            .replace("uri: direct:a", "uri: quartz:nightly?cron=0+0+3+*+*+?"));
    assertThat(lines()).isEmpty();
    write("b", route("b", "- unmarshal: {csv: {}}"));
    assertThat(lines())
        .singleElement()
        .asString()
        .startsWith(
            "b.camel.yaml:7: the data format `csv` is not shipped; add camel-csv to the folder ext");
  }

  @Test
  void knowsTheBeansThatAFileDeclaresItself() throws IOException {
    write(
        "a",
        "- beans:\n    - name: mine\n      type: java.util.Date\n"
            + route("a", "- bean: {id: s, ref: mine, method: getTime}"));
    assertThat(VALIDATOR.check(folder, RouteVocabulary.serai().withBeans(Map.of())).findings())
        .isEmpty();
  }

  @Test
  void wantsAnIdAndADescriptionOfEveryRoute() throws IOException {
    write("a", "- route:\n    from:\n      uri: direct:a\n      steps:\n        - stop: {}\n");
    assertThat(lines())
        .containsExactly(
            "a.camel.yaml:1: route without a description", "a.camel.yaml:1: route without an id");
  }

  @Test
  void findsIdsTwiceAcrossFiles() throws IOException {
    write("a", route("a", "- stop: {id: s}"));
    write("b", route("a", "- stop: {id: s}").replace("direct:a", "direct:b"));
    assertThat(lines())
        .containsExactly(
            "b.camel.yaml:1: route id `a` is taken already, by a.camel.yaml:1",
            "b.camel.yaml:7: step id `s` is taken already, by a.camel.yaml:7");
  }

  @Test
  void findsAStepWithTheIdOfARoute() throws IOException {
    write("a", route("a", "- stop: {id: b}"));
    write("b", route("b", "- stop: {id: s}"));
    assertThat(lines())
        .containsExactly(
            "a.camel.yaml:7: step id `b` is taken already, by the route at b.camel.yaml:1");
  }

  @Test
  void takesEnginesForAlternativesAndChecksEachOfThem() throws IOException {
    Files.createDirectory(folder.resolve("engines"));
    write("a", route("a", "- to: direct:create"));
    write("engines/one", route("create", "- stop: {id: s}"));
    write("engines/two", route("creat", "- stop: {id: s}"));
    assertThat(lines())
        .containsExactly(
            "a.camel.yaml:7: nothing serves `direct:create` with the engine two; did you mean"
                + " `direct:creat`?");
  }

  @Test
  void findsAnUnknownRouteConfiguration() throws IOException {
    write(
        "a", route("a", "- stop: {}").replace("    from", "    routeConfigurationId: x\n    from"));
    assertThat(lines()).containsExactly("a.camel.yaml:4: no routeConfiguration has the id `x`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {name: uri, value: "jms:queue:q"}, {name: consumers, value: two} | 6 | option `concurrentConsumers` of `jms` is `two`; it has to be a whole number
          {name: uri, value: "jms:queue:q"}, {name: consumer, value: "2"}  | 6 | unknown parameter `consumer` of the template `work`; did you mean `consumers`?
          {name: uri, value: "jmz:queue:q"}                                | 5 | unknown component `jmz`; did you mean `jms`?
          {name: uri, value: "direct:q"}, {name: consumers, value: "2"}    | 6 | unknown option `concurrentConsumers` of `direct`
          {name: uri, value: "jms:queue:q"}, {name: run, value: "direct:x"} | 6 | nothing serves `direct:x`
          {name: uri, value: "jms:queue:q"}, {name: errors, value: x}      | 6 | no routeConfiguration has the id `x`
          {name: consumers, value: "2"}                                    | 1 | no value for the parameter `uri` of the template `work`
          """)
  void namesWhatIsWrongWithAParameterAndItsLine(String parameters, int line, String message)
      throws IOException {
    write("template", TEMPLATE);
    write("a", templated("work", parameters));
    assertThat(lines()).containsExactly("a.camel.yaml:" + line + ": " + message);
  }

  @Test
  void findsNothingWrongWithATemplatedRouteAndTakesItForAServer() throws IOException {
    write("template", TEMPLATE);
    write("a", templated("work", "{name: uri, value: \"direct:q\"}"));
    write("b", route("b", "- to: direct:q"));
    assertThat(lines()).isEmpty();
  }

  @Test
  void findsAnUnknownTemplateAndATakenId() throws IOException {
    write("template", TEMPLATE);
    write("a", templated("wrk", "{name: uri, value: \"direct:q\"}"));
    write("b", templated("work", "{name: uri, value: \"direct:p\"}"));
    assertThat(lines())
        .containsExactly(
            "a.camel.yaml:2: no routeTemplate has the id `wrk`; did you mean `work`?",
            "b.camel.yaml:1: route id `q` is taken already, by a.camel.yaml:1");
  }

  private static final String TEMPLATE =
      """
      - routeConfiguration:
          id: none
      - routeTemplate:
          id: work
          description: Tried.
          parameters:
            - {name: uri}
            - {name: consumers, required: false}
            - {name: run, defaultValue: "direct:run"}
            - {name: errors, defaultValue: none}
          route:
            routeConfigurationId: "{{errors}}"
            from:
              uri: "{{uri}}"
              parameters: {concurrentConsumers: "{{?consumers}}"}
              steps:
                - to: {id: work-run, uri: "{{run}}"}
      - route:
          id: run
          description: Tried.
          from:
            uri: direct:run
            steps:
              - stop: {id: stop}
      """;

  private static String templated(String template, String parameters) {
    return """
    - templatedRoute:
        routeTemplateRef: %s
        routeId: q
        parameters:
          - %s
    """
        .formatted(template, parameters.replace("}, {", "}\n      - {"));
  }

  @Test
  void findsWhatYamlItselfForbids() throws IOException {
    write("dup", route("a", "- stop: {}").replace("    from", "    id: b\n    from"));
    write("empty", "# nothing\n");
    write("map", "route:\n  id: x\n");
    write("tab", "- route:\n\tid: x\n");
    assertThat(lines())
        .hasSize(4)
        .contains(
            "dup.camel.yaml:4: `id` is already set on line 2",
            "empty.camel.yaml:1: the file is empty",
            "map.camel.yaml:1: is a mapping; a route file is a list, each item starting with `- `")
        .anyMatch(line -> line.startsWith("tab.camel.yaml:2: not YAML:"));
  }

  private List<String> lines() {
    return VALIDATOR.validate(folder).stream().map(Finding::toString).toList();
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name + ".camel.yaml"), content);
  }

  private static String route(String id, String step) {
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
