package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.route.RouteValidator;
import dev.serai.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That the checks of route files know exactly the beans of a running server. */
class RouteBeansTest {

  private static final Path SAMPLES = Path.of("samples", "routes");

  /** They need a broker or clusters that are not there; they are loaded all the same. */
  private static final List<String> OF_OTHER_SETTINGS =
      List.of(
          "two-clusters.camel.yaml",
          "failure-webhook.camel.yaml",
          // they serve direct:before-plan, as default-owner does, and a direct endpoint has one
          // consumer
          "guest-quota.camel.yaml",
          "canary.camel.yaml");

  /** Beans that no shipped route uses, and integrators may. */
  private static final String OTHER_PARTS =
      """
      - route:
          id: parts
          description: Once a night.
          from:
            uri: quartz:nightly
            parameters: { cron: "0 0 3 * * ?" }
            steps:
              - filter:
                  id: parts-urgent
                  jsonpath: $.urgent
                  steps:
                    - setBody: { id: parts-sum, groovy: 1 + 1 }
      """;

  @TempDir static Path copy;
  @TempDir static Path data;

  private static EditedRoutes routes;
  private static RunningServer server;
  private static LogCapture log;

  @BeforeAll
  static void start() throws Exception {
    routes = EditedRoutes.copyInto(copy);
    routes.delete("expiry.camel.yaml");
    Files.writeString(copy.resolve("old.yaml"), "- route: {}\n");
    log = LogCapture.attach();
    server = RunningServer.start(data, Map.of("routes", routes.folder().toString()));
  }

  @AfterAll
  static void stop() {
    server.close();
    log.close();
  }

  @Test
  void theTableOfBeansIsWhatAServerBinds() {
    CamelContext context = server.server().context();
    Map<String, Class<?>> bound = new TreeMap<>();
    context
        .getRegistry()
        .findByTypeWithName(Object.class)
        .forEach(
            (name, bean) -> {
              boolean ours = bean.getClass().getName().startsWith("dev.serai.");
              if (ours && !(bean instanceof Component) && !(bean instanceof PlatformHttpEngine)) {
                bound.put(name, bean.getClass());
              }
            });
    assertThat(bound).hasSizeGreaterThan(40).isEqualTo(RouteBeans.all());
  }

  @Test
  void theStartWarnsOfAMissingShippedFileAndOfOneThatIsNotRead() {
    assertThat(log.problems())
        .anyMatch(
            line -> line.contains("expiry.camel.yaml: is missing, and so is its work: the expiry"))
        .anyMatch(line -> line.contains("old.yaml: is not read"));
  }

  @Test
  void theServerLoadsWhateverThePassedShippedRoutesAndSamplesAre() throws Exception {
    routes.restore();
    for (Path sample : EditedRoutes.files(SAMPLES)) {
      if (!OF_OTHER_SETTINGS.contains(sample.toString())) {
        routes.write(sample.toString(), EditedRoutes.read(SAMPLES.resolve(sample)));
      }
    }
    routes.write("parts.camel.yaml", OTHER_PARTS);
    RouteValidator.Result result =
        new RouteValidator(
                RouteBeans.vocabulary(Settings.resolve(Map.of(), Map.of(), Optional.empty())))
            .check(copy);
    assertThat(result.findings()).isEmpty();
    routes.awaitLoaded(server);
  }
}
