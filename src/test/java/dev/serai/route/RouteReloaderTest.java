package dev.serai.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.FreePorts;
import dev.serai.server.LogCapture;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.aggregate.MemoryAggregationRepository;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteReloaderTest {

  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration LOOKED_AT_BY_THE_TEST = Duration.ofHours(1);

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;

  private final DefaultCamelContext context = new DefaultCamelContext();
  private RouteReloader reloader;

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void aChangedFileAnswersDifferentlyWithoutBeingAsked() throws Exception {
    // two reads and the reload must take less than the promised two seconds
    assertThat(RouteReloader.DEFAULT_INTERVAL).isLessThanOrEqualTo(Duration.ofMillis(500));
    write("a", answer("a", "one"));
    start();
    assertThat(ask("a")).isEqualTo("one");
    write("a", answer("a", "two"));
    await().until(() -> "two".equals(ask("a")));
    assertThat(reloader.status().problems()).isEmpty();
  }

  @Test
  void aNewFileIsLoadedAndADeletedOneStops() throws Exception {
    write("a", answer("a", "one"));
    start();
    write("b", answer("b", "new"));
    await().until(() -> context.getRoute("b") != null && "new".equals(ask("b")));
    Files.delete(folder.resolve("b.camel.yaml"));
    await().until(() -> context.getRoute("b") == null);
    assertThat(ask("a")).isEqualTo("one");
    await().until(() -> context.getRouteDefinition("b") == null);
  }

  @Test
  void aBrokenFileIsReportedUntilItIsFixedWhileTheOldOneRuns() throws Exception {
    write("a", answer("a", "one"));
    start();
    write("a", answer("a", "two").replace("setBody", "setBoody"));
    await().until(() -> !reloader.status().problems().isEmpty());
    assertThat(reloader.status().problems().get(0).line()).isEqualTo(7);
    assertThat(reloader.status().problems().get(0).message())
        .isEqualTo("unknown step `setBoody`; did you mean `setBody`?");
    assertThat(ask("a")).isEqualTo("one");
    HealthCheck.Result health = new RoutesHealthCheck(reloader::status).call();
    assertThat(health.getState()).isEqualTo(HealthCheck.State.UP);
    assertThat(health.getDetails()).containsEntry("state", "DEGRADED");
    write("a", answer("a", "three"));
    await().until(() -> "three".equals(ask("a")));
    // requests continue a moment before the status is updated
    await().until(() -> reloader.status().problems().isEmpty());
  }

  @Test
  void noFileEndsTheWatch() throws Exception {
    write("a", answer("a", "one"));
    start();
    write("deep", "- " + "[".repeat(20_000));
    write("cycle", "- a: &x\n    b: [*x]\n");
    Files.createSymbolicLink(folder.resolve("self"), folder);
    await().until(() -> reloader.status().problems().size() == 2);
    write("b", answer("b", "new"));
    await().until(() -> context.getRoute("b") != null && "new".equals(ask("b")));
    assertThat(ask("a")).isEqualTo("one");
  }

  @Test
  void aFolderThatCannotBeReadIsWarnedOfOnceAndReadAgain() throws Exception {
    write("a", answer("a", "one"));
    start();
    Path away = folder.resolveSibling(folder.getFileName() + "-away");
    try (LogCapture log = LogCapture.attach()) {
      Files.move(folder, away);
      await().until(() -> warnings(log) > 0);
      Files.move(away, folder);
      write("a", answer("a", "two"));
      await().until(() -> "two".equals(ask("a")));
      assertThat(warnings(log)).isEqualTo(1);
    }
  }

  @Test
  void whatOnlyCamelRefusesIsFoundInTheRehearsalAndNothingIsTouched() throws Exception {
    write("a", answer("a", "one"));
    start();
    write(
        "a",
        answer("a", "two").replace("- setBody", "- process: {ref: nobody}\n        - setBody"));
    await().until(() -> !reloader.status().problems().isEmpty());
    assertThat(reloader.status().problems().get(0).message()).contains("nobody");
    assertThat(ask("a")).isEqualTo("one");
  }

  @Test
  void aFileWithTwoRoutesIsReloadedWhole() throws Exception {
    write("a", answer("a", "one") + answer("b", "same"));
    start();
    write("a", answer("a", "two") + answer("b", "same"));
    await().until(() -> "two".equals(ask("a")));
    await().until(() -> "same".equals(ask("b")));
    assertThat(context.getRoutes()).hasSize(2);
  }

  @Test
  void aChangedRouteConfigurationReachesRunningRoutes() throws Exception {
    write("errors", configuration("sorry"));
    write(
        "a",
        """
        - route:
            id: a
            routeConfigurationId: errors
            from:
              uri: direct:a
              steps:
                - throwException:
                    exceptionType: java.lang.IllegalStateException
                    message: no
        """);
    start();
    assertThat(ask("a")).isEqualTo("sorry");
    write("errors", configuration("pardon"));
    await().until(() -> "pardon".equals(ask("a")));
  }

  @Test
  void aChangedTemplateReachesTheRoutesOfOtherFilesAndADeletedOneStops() throws Exception {
    write("errors", configuration("sorry"));
    write("template", template("one"));
    write("a", templated("a", ""));
    write("b", templated("b", "      - {name: answer, value: mine}\n"));
    start();
    assertThat(ask("a")).isEqualTo("one");
    assertThat(ask("b")).isEqualTo("mine");
    assertThat(reloader.status().files())
        .filteredOn(file -> file.path().toString().equals("b.camel.yaml"))
        .flatExtracting(RoutesStatus.FileStatus::routes)
        .extracting(RoutesStatus.RouteStatus::id)
        .containsExactly("b");

    write("template", template("two"));
    await().until(() -> "two".equals(ask("a")));
    assertThat(ask("b")).isEqualTo("mine");
    write("b", templated("b", "      - {name: answer, value: other}\n"));
    await().until(() -> "other".equals(ask("b")));
    Files.delete(folder.resolve("b.camel.yaml"));
    await().until(() -> context.getRoute("b") == null);
    assertThat(ask("a")).isEqualTo("two");
  }

  @Test
  void aChangedConfigurationReachesARouteThatIsMadeFromATemplate() throws Exception {
    write("errors", configuration("sorry"));
    write("template", template("${mandatoryBodyAs(java.util.Date)}"));
    write("a", templated("a", ""));
    start();
    assertThat(ask("a")).isEqualTo("sorry");
    write("errors", configuration("pardon"));
    await().until(() -> "pardon".equals(ask("a")));
  }

  private static String template(String answer) {
    return """
    - routeTemplate:
        id: answering
        description: Tried.
        parameters:
          - {name: uri}
          - {name: answer, defaultValue: "%s"}
          - {name: errors, defaultValue: errors}
        route:
          routeConfigurationId: "{{errors}}"
          from:
            uri: "{{uri}}"
            steps:
              - setBody: {id: answer, simple: "{{answer}}"}
    """
        .formatted(answer);
  }

  private static String templated(String id, String more) {
    return """
    - templatedRoute:
        routeTemplateRef: answering
        routeId: %s
        parameters:
          - {name: uri, value: "direct:%s"}
    %s"""
        .formatted(id, id, more);
  }

  @Test
  void aLinkSwapIsNoticed() throws Exception {
    Path mount = Files.createDirectory(folder.resolve("mount"));
    Path one = Files.createDirectory(mount.resolve("..one"));
    Path two = Files.createDirectory(mount.resolve("..two"));
    Files.writeString(one.resolve("a.camel.yaml"), answer("a", "one"));
    Files.writeString(two.resolve("a.camel.yaml"), answer("a", "two"));
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..one"));
    Files.createSymbolicLink(mount.resolve("a.camel.yaml"), Path.of("..data/a.camel.yaml"));
    start(mount);
    assertThat(ask("a")).isEqualTo("one");
    Files.createSymbolicLink(mount.resolve("..next"), Path.of("..two"));
    Files.move(mount.resolve("..next"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    await().until(() -> "two".equals(ask("a")));
  }

  @Test
  void onlyTheChosenEngineIsLoaded() throws Exception {
    Files.createDirectory(folder.resolve("engines"));
    write("engines/one", answer("a", "one"));
    write("engines/two", answer("a", "two"));
    start();
    assertThat(ask("a")).isEqualTo("one");
  }

  @Test
  void aBrokenFileFailsTheFirstStartWithItsPlace() throws Exception {
    write("a", answer("a", "one").replace("uri:", "urri:"));
    assertThatThrownBy(this::start)
        .isInstanceOf(RouteLoadException.class)
        .hasMessageContaining("a.camel.yaml:5: unknown property `urri` of `from`");
  }

  @Test
  void noRequestFailsWhileRoutesAreReloadedUnderLoad() throws Exception {
    write("api", api("things"));
    write("a", answer("a", "0"));
    int port = serve();
    AtomicBoolean on = new AtomicBoolean(true);
    AtomicInteger good = new AtomicInteger();
    AtomicInteger bad = new AtomicInteger();
    var pool = Executors.newFixedThreadPool(3);
    List<Future<?>> load = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      load.add(
          pool.submit(
              () -> {
                while (on.get()) {
                  (get(port, "/things").statusCode() == 200 ? good : bad).incrementAndGet();
                  Thread.sleep(5);
                }
                return null;
              }));
    }
    for (int i = 1; i <= 3; i++) {
      String version = String.valueOf(i);
      write(
          "a",
          answer("a", version).replace("- setBody", "- delay: {constant: 50}\n        - setBody"));
      await().until(() -> version.equals(get(port, "/things").body()));
    }
    on.set(false);
    for (Future<?> one : load) {
      one.get();
    }
    pool.shutdown();
    assertThat(bad).hasValue(0);
    assertThat(good.get()).isGreaterThan(20);
  }

  @Test
  void aChangedRestDefinitionAnswersOnItsNewPathOnly() throws Exception {
    write("api", api("old"));
    write("a", answer("a", "hello"));
    int port = serve();
    assertThat(get(port, "/old").body()).isEqualTo("hello");
    write("api", api("new"));
    await().until(() -> get(port, "/new").statusCode() == 200);
    assertThat(get(port, "/old").statusCode()).isEqualTo(404);
  }

  @Test
  void aFileThatIsSavedInTwoStepsIsNeverTakenForEmpty() throws Exception {
    write("a", answer("a", "one"));
    start(folder, LOOKED_AT_BY_THE_TEST);
    for (int i = 0; i < 3; i++) {
      String before = ask("a");
      Files.writeString(folder.resolve("a.camel.yaml"), "");
      reloader.look();
      assertThat(ask("a")).isEqualTo(before);
      String text = "version " + i;
      write("a", answer("a", text));
      reloader.look();
      assertThat(ask("a")).isEqualTo(text);
      assertThat(reloader.status().problems()).isEmpty();
    }
  }

  @Test
  void aFileThatIsDeletedAndWrittenAnewIsExchanged() throws Exception {
    write("a", answer("a", "one"));
    start(folder, LOOKED_AT_BY_THE_TEST);
    Files.delete(folder.resolve("a.camel.yaml"));
    reloader.look();
    assertThat(ask("a")).isEqualTo("one");
    write("a", answer("a", "two"));
    reloader.look();
    assertThat(ask("a")).isEqualTo("two");
    assertThat(context.getRoutes()).hasSize(1);
  }

  @Test
  void whatRanBeforeIsPutBackWhenAChangeFailsHalfWay() throws Exception {
    // another consumer has the address of the new route, which no rehearsal can detect
    write("a", answer("a", "one"));
    start();
    var taken = context.getEndpoint("direct:taken");
    var consumer = taken.createConsumer(exchange -> {});
    consumer.start();
    write("a", answer("a", "two"));
    write("b", answer("b", "other").replace("direct:b", "direct:taken"));
    await().until(() -> !reloader.status().problems().isEmpty());
    assertThat(ask("a")).isEqualTo("one");
    assertThat(context.getRoute("b")).isNull();
    consumer.stop();
  }

  @Test
  void theRehearsalOfAnotherFileOpensNoConnection() throws Exception {
    AtomicInteger started = new AtomicInteger();
    context
        .getRegistry()
        .bind(
            "jms",
            new DirectComponent() {
              @Override
              protected void doStart() {
                started.incrementAndGet();
              }
            });
    write("a", answer("a", "one"));
    write("q", answer("q", "one").replace("direct:q", "jms:queue:requests"));
    start();
    write("a", answer("a", "two"));
    await().until(() -> "two".equals(ask("a")));
    assertThat(started).hasValue(1);
  }

  @Test
  void theRehearsalOfAnotherFileDoesNotStopWhatRunningRoutesUse() throws Exception {
    List<String> stopped = new CopyOnWriteArrayList<>();
    CamelContextAware join = new Join();
    CamelContextAware called = new Called();
    context.getRegistry().bind("called", called);
    context.getRegistry().bind("join", join);
    context.getRegistry().bind("seen", MemoryIdempotentRepository.memoryIdempotentRepository());
    context.getRegistry().bind("groups", new MemoryAggregationRepository());
    context
        .getRegistry()
        .bind(
            "policy",
            new RoutePolicySupport() {
              @Override
              public void onStop(Route route) {
                stopped.add(route.getId());
              }

              @Override
              protected void doStop() {
                stopped.add("the policy");
              }
            });
    write(
        "once",
        """
        - route:
            id: once
            description: Answers each key once.
            routePolicy: policy
            from:
              uri: direct:once
              steps:
                - idempotentConsumer:
                    idempotentRepository: seen
                    constant: key
                    steps:
                      - bean: { ref: called, method: greet }
                      - to: bean:called?method=greet
                      - process: { ref: called }
                      - setBody: { constant: first }
        - route:
            id: pairs
            description: Answers in pairs.
            from:
              uri: direct:pairs
              steps:
                - aggregate:
                    aggregationRepository: groups
                    aggregationStrategy: join
                    completionSize: 2
                    correlationExpression: { constant: all }
                    steps:
                      - to: mock:pairs
        """);
    write("a", answer("a", "one"));
    start();
    assertThat(ask("once")).isEqualTo("first");
    assertThat(ask("once")).isNull();
    ask("pairs", "one");
    write("a", answer("a", "two"));
    await().until(() -> "two".equals(ask("a")));
    assertThat(ask("once")).as("the second answer for the key").isNull();
    assertThat(stopped).isEmpty();
    assertThat(join.getCamelContext()).isSameAs(context);
    assertThat(called.getCamelContext()).isSameAs(context);
    MockEndpoint pairs = context.getEndpoint("mock:pairs", MockEndpoint.class);
    pairs.expectedMessageCount(1);
    ask("pairs", "two");
    pairs.assertIsSatisfied();
  }

  @Test
  void theStatusAsJsonTellsWhatIsWrongAndWhatRuns() throws Exception {
    write("a", answer("a", "one"));
    start();
    write("a", answer("a", "two").replace("setBody", "setBoody"));
    await().until(() -> !reloader.status().problems().isEmpty());
    var json = reloader.status().toJson(new ObjectMapper());
    assertThat(json.path("state").asText()).isEqualTo("DEGRADED");
    var file = json.path("files").path(0);
    assertThat(file.path("state").asText()).isEqualTo("BROKEN");
    assertThat(file.path("problem").path("line").asInt()).isEqualTo(7);
    assertThat(file.path("routes").path(0).path("id").asText()).isEqualTo("a");
    assertThat(file.path("routes").path(0).path("status").asText()).isEqualTo("Started");
  }

  @Test
  void healthIsDownWhenARouteThatShouldRunIsStopped() throws Exception {
    write("a", answer("a", "one"));
    start();
    context.getRouteController().stopRoute("a");
    HealthCheck.Result health = new RoutesHealthCheck(reloader::status).call();
    assertThat(health.getState()).isEqualTo(HealthCheck.State.DOWN);
    assertThat(health.getMessage()).hasValueSatisfying(text -> assertThat(text).contains("a"));
  }

  @Test
  void aRefusalOfCamelNamesTheLineOfTheStep() throws Exception {
    write("a", answer("a", "one"));
    start();
    write("a", answer("a", "two") + "        - process:\n            ref: nobodyHasThisName\n");
    await().until(() -> !reloader.status().problems().isEmpty());
    assertThat(reloader.status().problems().get(0).toString()).startsWith("a.camel.yaml:10: ");
  }

  @Test
  void warnsOfAFileThatIsPutBesideTheRoutesAndOfANameThatSeraiDoesNotHave() throws Exception {
    write("a", answer("a", "first"));
    start();
    try (LogCapture log = LogCapture.attach()) {
      write(
          "b",
          answer("b", "first") + "        - setProperty: {name: SeraiOpenEndd, constant: x}\n");
      Files.writeString(folder.resolve("c.yaml"), "- route: {}\n");
      await()
          .untilAsserted(
              () ->
                  assertThat(log.problems())
                      .anyMatch(line -> line.contains("c.yaml: is not read"))
                      .anyMatch(line -> line.contains("b.camel.yaml:9: Serai has no property")));
    }
  }

  private int serve() throws Exception {
    int port = FreePorts.next();
    MainHttpServer server = new MainHttpServer();
    server.setCamelContext(context);
    server.setHost("127.0.0.1");
    server.setPort(port);
    context.addService(server);
    context.getRestConfiguration().setComponent("platform-http");
    context.getRestConfiguration().setInlineRoutes(false);
    start();
    return port;
  }

  /** A bean that is told its context. */
  private static class Aware implements CamelContextAware {

    private CamelContext context;

    @Override
    public void setCamelContext(CamelContext context) {
      this.context = context;
    }

    @Override
    public CamelContext getCamelContext() {
      return context;
    }
  }

  private static final class Join extends Aware implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange one, Exchange other) {
      return other;
    }
  }

  /** For bean steps and processors. */
  public static final class Called extends Aware implements Processor {

    public String greet() {
      return "hello";
    }

    @Override
    public void process(Exchange exchange) {}
  }

  private void start() throws Exception {
    start(folder);
  }

  private void start(Path directory) throws Exception {
    start(directory, INTERVAL);
  }

  private void start(Path directory, Duration interval) throws Exception {
    reloader =
        new RouteReloader(
            directory,
            "one",
            interval,
            Duration.ofSeconds(5),
            new RouteValidator(RouteVocabulary.serai()),
            Clock.systemUTC());
    reloader.loadAll(context);
    context.addService(reloader);
    context.start();
  }

  private String ask(String name) {
    return ask(name, null);
  }

  private String ask(String name, @Nullable String body) {
    var answer =
        context
            .createFluentProducerTemplate()
            .withBody(body)
            .to("direct:" + name)
            .withExchange(new DefaultExchange(context))
            .send();
    return answer.getMessage().getBody(String.class);
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private long warnings(LogCapture log) {
    return log.problems().stream()
        .filter(line -> line.contains("cannot read the routes in " + folder))
        .count();
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name + ".camel.yaml"), content);
  }

  private static String answer(String name, String text) {
    return """
    - route:
        id: %s
        description: Answers.
        from:
          uri: direct:%s
          steps:
            - setBody:
                constant: "%s"
    """
        .formatted(name, name, text);
  }

  private static String api(String path) {
    return """
    - rest:
        path: /
        get:
          - id: api-get
            path: %s
            to: direct:a
    """
        .formatted(path);
  }

  private static String configuration(String text) {
    return """
    - routeConfiguration:
        id: errors
        onException:
          - onException:
              exception:
                - java.lang.Exception
              handled:
                constant: true
              steps:
                - setBody:
                    constant: %s
    """
        .formatted(text);
  }
}
