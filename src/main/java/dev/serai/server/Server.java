package dev.serai.server;

import dev.serai.alicloud.api.KmsSecrets;
import dev.serai.batch.BatchStore;
import dev.serai.broker.DeadLetters;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.PodLogs;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.http.AdminPages;
import dev.serai.http.InstanceGauges;
import dev.serai.http.InstanceLogs;
import dev.serai.http.LongPoll;
import dev.serai.http.MetricsPage;
import dev.serai.http.OpenStreams;
import dev.serai.http.RequestFilter;
import dev.serai.http.RestOperations;
import dev.serai.pod.PodTemplates;
import dev.serai.route.Entrance;
import dev.serai.route.RouteReloader;
import dev.serai.route.RouteValidator;
import dev.serai.route.RoutesHealthCheck;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.main.MainHttpServer;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.main.Main;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running Serai: the clients of its cluster, its broker, and the routes between them. */
public final class Server implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  // all schedule types use one engine: the simulated cluster has a Kubernetes API as well
  static final String ENGINE = "kubernetes";
  private static final Duration ROUTE_GRACE = Duration.ofSeconds(10);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);

  private final Settings settings;
  private final Clock clock;
  private final SimulationTiming timing;
  private final CloseableStack parts = new CloseableStack();
  private final Main main = new Main();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CredentialHealth credentials;
  private final RestOperations operations = new RestOperations();
  private RequestFilter edge;
  private BrokerModule broker;
  private InstanceLogs logs;
  private LongPoll longPoll;
  private InstanceBeans instances;
  private BatchBeans batches;
  private BatchApiBeans batchAnswers;
  private BatchIntakeBeans entry;
  private RouteReloader routes;

  private Server(Settings settings, Clock clock, SimulationTiming timing) {
    this.settings = Objects.requireNonNull(settings, "settings is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.timing = Objects.requireNonNull(timing, "timing is null");
    this.credentials = new CredentialHealth(clock, settings.clusters().size() > 1);
  }

  /**
   * Starts a server; returns when requests are served.
   *
   * @throws Exception with a message for the operator when a part can't be started; no part is left
   *     running
   */
  public static Server start(Settings settings, Clock clock) throws Exception {
    return start(settings, clock, SimulationTiming.standard());
  }

  /**
   * Starts a server; returns when requests are served.
   *
   * @param timing the timing of simulated clusters, which tests shorten
   */
  static Server start(Settings settings, Clock clock, SimulationTiming timing) throws Exception {
    Server server = new Server(ListenPort.chosen(KmsSecrets.resolve(settings)), clock, timing);
    try {
      server.open();
      return server;
    } catch (Throwable e) {
      // also after an Error, because the threads of open parts would keep the process alive
      server.close();
      throw e;
    }
  }

  private void open() throws Exception {
    if (ClusterModules.isAnySimulated(settings)) {
      LOG.warn("The cluster is simulated: no container runs (--schedule-type simulated)");
    }
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.add(metrics::close);
    Vertx vertx = Vertx.vertx(VertxSettings.ofClients());
    parts.add(() -> vertx.close().toCompletionStage().toCompletableFuture().get());
    // first and alone: wrong credentials fail the start before a broker or a database is opened
    ClusterModules opened =
        ClusterModules.open(
            settings,
            new ClusterModule.ClusterContext(clock, timing, metrics, credentials, vertx, parts));
    FolderEnvCatalogue environments;
    PodTemplates templates;
    try (ParallelStartup opening = new ParallelStartup()) {
      Future<BatchBeans> theBatches =
          opening.begin(() -> BatchBeans.open(settings, clock, metrics, parts));
      Future<BrokerModule> theBroker = opening.begin(() -> BrokerModule.open(settings, parts));
      Future<RouteReloader> theRoutes = opening.begin(this::checkedRoutes);
      Future<PodTemplates> theTemplates =
          opening.begin(() -> parts.add(PodTemplates.open(settings.path(Setting.POD_TEMPLATES))));
      environments =
          parts.add(
              FolderEnvCatalogue.open(
                  settings.path(Setting.ENVIRONMENTS), ClusterModules.ofEnvironments()));
      entry = BatchIntakeBeans.open(settings, environments, operations, parts);
      templates = ParallelStartup.await(theTemplates);
      broker = ParallelStartup.await(theBroker);
      batches = ParallelStartup.await(theBatches);
      routes = ParallelStartup.await(theRoutes);
    }
    instances = InstanceBeans.of(settings, clock, metrics, opened.clusters());
    parts.add(instances.cache());
    OpenStreams streams = new OpenStreams(settings.number(Setting.MAX_LOG_STREAMS));
    Gauge.builder("serai_streams_open", streams, OpenStreams::count)
        .description("Open streams of logs, results and events")
        .register(metrics);
    logs =
        parts.add(
            new InstanceLogs(new PodLogs(instances.clusters()), instances.waiting(), streams));
    instances.bind(main, opened, environments, templates);
    batches.bind(main);
    new BatchRunBeans(settings, clock, batches).bind(main, parts, instances, environments);
    batchAnswers =
        BatchApiBeans.bind(
            main,
            batches,
            new BatchApiBeans.BatchApiContext(
                settings, clock, metrics, instances, logs, streams, parts));
    entry.bind(main, batches.store());
    main.bind("instanceLogs", logs);
    main.bind("jms", broker.component());
    main.bind("brokerTransaction", broker.transaction());
    main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, metrics);
    main.bind("vertxOptions", VertxSettings.ofHttp(settings));

    edge =
        new RequestFilter(
            metrics, settings.bytes(Setting.MAX_BODY_SIZE), operations, entry.uploads()::takes);
    longPoll = new LongPoll(operations, instances.waiting(), settings.number(Setting.MAX_WAITING));
    routes.behind(new Entrance(edge::hold, this::admitAgain));

    instances.cache().start();
    main.addMainListener(new ServerListener(() -> prepare(main.getCamelContext(), metrics)));
    CamelSettings.apply(settings, main);
    main.start();
    edge.open();
  }

  /** Reads and checks the routes while other parts are opened. */
  private RouteReloader checkedRoutes() {
    RouteReloader reloader =
        new RouteReloader(
            settings.path(Setting.ROUTES),
            ENGINE,
            RouteReloader.DEFAULT_INTERVAL,
            ROUTE_GRACE,
            new RouteValidator(RouteBeans.vocabulary(settings)),
            clock);
    reloader.check();
    return reloader;
  }

  /** Releases the requests that waited for changed routes, with the new declarations. */
  private void admitAgain() {
    operations.read(main.getCamelContext());
    edge.release();
  }

  /** Installs the HTTP handlers and loads the routes, before these start. */
  private void prepare(CamelContext context, MeterRegistry metrics) throws Exception {
    ClusterModules.elect(context, instances.clusters(), settings);
    Router router = router(context, MainHttpServer.class, settings.number(Setting.PORT));
    edge.install(router);
    longPoll.install(router);
    entry.uploads().install(router);
    health(context);
    Router management =
        router(context, ManagementHttpServer.class, settings.number(Setting.MANAGEMENT_PORT));
    MetricsPage page = new MetricsPage(management, "/metrics");
    new InstanceGauges(instances.cache(), instances.view(), clock, metrics).refreshBefore(page);
    batchAnswers.gauges().refreshBefore(page);
    admin(new AdminPages(management), new DeadLetters(connections(), broker.queues()));
    routes.loadAll(context);
    operations.read(context);
    context.addService(routes);
  }

  /**
   * Starts an HTTP server early and returns its router, so that it answers 503 and not 404 while
   * the routes start.
   */
  private static Router router(CamelContext context, Class<? extends Service> server, int port) {
    ServiceHelper.startService(context.hasService(server));
    return VertxPlatformHttpRouter.lookup(
        context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
  }

  private void health(CamelContext context) {
    HealthCheckRegistry checks = HealthCheckRegistry.get(context);
    HealthChecks.all(edge::isOpen, instances, broker.connections()).forEach(checks::register);
    checks.register(HealthChecks.database(batches.database()));
    checks.register(new RoutesHealthCheck(routes::status));
    checks.register(credentials.check());
  }

  private void admin(AdminPages pages, DeadLetters dead) {
    new DeadLetterPages(dead).serve(pages);
    pages.serve(
        HttpMethod.GET, "/admin/routes", request -> routes.status().toJson(AdminPages.JSON));
  }

  /** The Camel context, for tests of its registry. */
  CamelContext context() {
    return main.getCamelContext();
  }

  /** The effective settings, with the chosen ports in place of port 0. */
  public Settings settings() {
    return settings;
  }

  /** The batches, for tests. */
  BatchStore batchStore() {
    return batches.store();
  }

  /** The connections to the broker. */
  public ConnectionFactory connections() {
    return broker.connections().connectionFactory();
  }

  /** The clusters of this server. */
  Clusters clusters() {
    return instances.clusters();
  }

  /** The batches of this server. */
  BatchBeans batches() {
    return batches;
  }

  /**
   * Stops: rejects new requests, finishes or releases the work in flight, and closes all resources.
   * Returns within {@code serai.shutdown-timeout} and a few seconds.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    LOG.info("Stopping");
    if (edge != null) {
      edge.close();
      logs.close();
      batchAnswers.release();
      instances.cache().releaseWaiting();
      longPoll.awaitAnswers(LAST_ANSWERS);
    }
    try {
      main.stop();
    } catch (RuntimeException e) {
      LOG.warn("Stopping the routes failed: {}", e.toString());
    } finally {
      parts.close();
    }
    LOG.info("Stopped");
  }
}
