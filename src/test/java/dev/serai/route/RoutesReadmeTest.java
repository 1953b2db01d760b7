package dev.serai.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That routes/README.md describes the routes. */
class RoutesReadmeTest {

  private static final Path ROUTES = Path.of("routes");
  private static final Path SAMPLES = Path.of("samples", "routes");

  @Test
  void everyDirectEndpointIsInTheTableAndNoOther() throws IOException {
    Set<String> used = new TreeSet<>();
    List<RouteOutline> outlines =
        new RouteFolder(ROUTES).read().routes().values().stream().map(RouteFile::outline).toList();
    TemplatedRoutes templated = new TemplatedRoutes(outlines);
    for (RouteOutline outline : outlines) {
      Stream.concat(
              outline.endpoints().stream(), templated.endpoints(outline, finding -> {}).stream())
          .filter(use -> use.scheme().equals("direct") && !use.address().contains("$"))
          .forEach(use -> used.add(use.address()));
    }
    assertThat(used).hasSizeGreaterThan(20);
    assertThat(found("(?m)^\\| `(direct:[a-z-]+)` \\|")).containsExactlyInAnyOrderElementsOf(used);
  }

  @Test
  void everyRouteFileAndErrorConfigurationIsNamed() throws IOException {
    String readme = readme();
    for (RouteFile file : new RouteFolder(ROUTES).read().routes().values()) {
      assertThat(readme).contains(file.path().toString());
      file.outline()
          .configurations()
          .forEach(named -> assertThat(readme).contains("`" + named.name() + "`"));
    }
  }

  @Test
  void theWorkedChangesAreTheSamples() throws IOException {
    List<String> shown = found("(?s)```yaml\\n(.*?)```");
    assertThat(shown).hasSize(4);
    for (String sample :
        List.of("form-endpoint", "second-queue", "default-owner", "patient-retries")) {
      assertThat(shown).contains(Files.readString(SAMPLES.resolve(sample + ".camel.yaml")));
    }
  }

  @Test
  void theTableOfTheQueueTemplateIsItsParameters() throws IOException {
    RouteOutline.Template template =
        new RouteFolder(ROUTES)
            .read().routes().values().stream()
                .flatMap(file -> file.outline().templates().stream())
                .filter(found -> found.id().equals("serai-queue"))
                .findFirst()
                .orElseThrow();
    Map<String, String> defaults = new TreeMap<>();
    template
        .parameters()
        .forEach(
            (name, parameter) ->
                defaults.put(
                    name,
                    parameter.required()
                        ? "required"
                        : Optional.ofNullable(parameter.defaultValue())
                            .map(value -> "`" + value + "`")
                            .orElse("the component's own")));
    Map<String, String> table = new TreeMap<>();
    Matcher rows =
        Pattern.compile("(?m)^\\| `([a-z]+)` \\| [^|]+ \\| ([^|]+) \\| [^|]+ \\|$")
            .matcher(section("### A second queue"));
    while (rows.find()) {
      table.put(rows.group(1), rows.group(2));
    }
    assertThat(table).isEqualTo(defaults);
  }

  private static String section(String title) throws IOException {
    String rest = readme().split("(?m)^" + Pattern.quote(title) + "$", 2)[1];
    return rest.split("(?m)^##", 2)[0];
  }

  @Test
  void everySampleIsListed() throws IOException {
    String list = Files.readString(SAMPLES.resolve("README.md"));
    List<Path> samples;
    try (Stream<Path> files = Files.list(SAMPLES)) {
      samples = files.filter(file -> file.toString().endsWith(".camel.yaml")).toList();
    }
    assertThat(samples).hasSizeGreaterThanOrEqualTo(3);
    for (Path sample : samples) {
      assertThat(list).contains("`" + sample.getFileName() + "`");
    }
  }

  private static List<String> found(String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(readme());
    return matcher.results().map(result -> result.group(1)).toList();
  }

  private static String readme() throws IOException {
    return Files.readString(ROUTES.resolve("README.md"));
  }
}
