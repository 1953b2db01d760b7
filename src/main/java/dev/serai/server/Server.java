package dev.serai.server;

import dev.serai.broker.DeadLetters;
import dev.serai.cluster.ClusterBreaker;
import dev.serai.cluster.ClusterClients;
import dev.serai.cluster.InstanceList;
import dev.serai.cluster.InstanceView;
import dev.serai.cluster.InstancesComponent;
import dev.serai.cluster.KnownInstances;
import dev.serai.cluster.KubernetesEngine;
import dev.serai.cluster.Planning;
import dev.serai.cluster.PodCache;
import dev.serai.cluster.PodEvents;
import dev.serai.cluster.PodLogs;
import dev.serai.cluster.PodLookup;
import dev.serai.cluster.SeraiPodsComponent;
import dev.serai.cluster.Sweep;
import dev.serai.cluster.UnsettledCreations;
import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.http.AdminPages;
import dev.serai.http.Answers;
import dev.serai.http.CloudEvents;
import dev.serai.http.Deadline;
import dev.serai.http.HttpEdge;
import dev.serai.http.InstanceGauges;
import dev.serai.http.InstanceJson;
import dev.serai.http.InstanceOperations;
import dev.serai.http.LogAnswer;
import dev.serai.http.LongPoll;
import dev.serai.http.QueuedRequests;
import dev.serai.instance.RequestReader;
import dev.serai.instance.Ttl;
import dev.serai.pod.InstancePlanner;
import dev.serai.pod.PodContract;
import dev.serai.pod.PodPlanner;
import dev.serai.pod.PodReader;
import dev.serai.pod.PodTemplates;
import dev.serai.route.Entrance;
import dev.serai.route.RouteReloader;
import dev.serai.route.RouteValidator;
import dev.serai.route.RouteVocabulary;
import dev.serai.route.RoutesHealthCheck;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.jms.ConnectionFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  // simulated and k8s are one engine: the simulated cluster is reached as a real one is
  private static final String ENGINE = "kubernetes";
  private static final Duration ROUTE_GRACE = Duration.ofSeconds(10);
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(2);
  private static final Duration SETTLE_LOOK = Duration.ofSeconds(4);

  private final Settings settings;
  private final Clock clock;
  private final Parts parts = new Parts();
  private final Main main = new Main();
  private final AtomicBoolean closed = new AtomicBoolean();
  private HttpEdge edge;
  private BrokerPart broker;
  private LogAnswer logs;
  private LongPoll longPoll;
  private PodCache cache;

  private Server(Settings settings, Clock clock) {
    this.settings = Objects.requireNonNull(settings, "settings is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /**
   * Starts a server; when it returns, requests are served.
   *
   * @throws Exception with a message for the operator, when a part can't be started; nothing is
   *     left running then
   */
  public static Server start(Settings settings, Clock clock) throws Exception {
    Server server = new Server(settings, clock);
    try {
      server.open();
      return server;
    } catch (Throwable e) {
      // an error as well: the threads of what is open would keep the process from ending
      server.close();
      throw e;
    }
  }

  private void open() throws Exception {
    boolean simulated = ClusterPart.isSimulated(settings);
    if (simulated) {
      LOG.warn("The cluster is simulated: no container runs (--schedule-type simulated)");
    }
    ListenPort.requireFree(settings, Setting.HOST, Setting.PORT);
    ListenPort.requireFree(settings, Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_PORT);
    Duration maxTtl = settings.duration(Setting.MAX_TTL);

    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    parts.add(metrics::close);
    ClusterClients clients =
        parts.add(
            new ClusterClients(
                ClusterPart.access(settings, clock, parts),
                settings.text(Setting.NAMESPACE),
                settings.duration(Setting.REQUEST_TIMEOUT),
                settings.number(Setting.KUBERNETES_MAX_REQUESTS)));
    PodReader reader =
        new PodReader(
            clock,
            settings.duration(Setting.STUCK_GRACE),
            settings.duration(Setting.FINISHED_RETENTION),
            maxTtl);
    cache =
        parts.add(
            new PodCache(clients, Map.of(PodContract.MANAGED_BY, PodContract.MANAGED_BY_VALUE)));
    InstanceView view = new InstanceView(cache, reader);
    FolderEnvCatalogue environments =
        parts.add(FolderEnvCatalogue.open(settings.path(Setting.ENVIRONMENTS)));
    PodTemplates templates = parts.add(PodTemplates.open(settings.path(Setting.POD_TEMPLATES)));
    broker = BrokerPart.open(settings, parts);

    InstanceJson json = new InstanceJson(environments);
    LongPoll.Instances waiting =
        (id, state, atMost) -> cache.await(id, pod -> view.hasReached(pod, state), atMost);
    logs =
        parts.add(
            new LogAnswer(new PodLogs(clients), waiting, settings.number(Setting.MAX_LOG_STREAMS)));

    main.bind("requests", new RequestReader());
    main.bind(
        "planning",
        new Planning(new InstancePlanner(environments, Ttl.of(maxTtl), clock, new SecureRandom())));
    main.bind("engine", new KubernetesEngine(templates, new PodPlanner(simulated), view, cache));
    main.bind("pods", new PodLookup(cache, view));
    main.bind("settling", new UnsettledCreations(clients, view, SETTLE_LOOK));
    main.bind("unsettledDelay", settings.duration(Setting.UNSETTLED_DELAY).toMillis());
    main.bind("knownInstances", new KnownInstances(cache));
    main.bind("instanceList", new InstanceList(cache, view));
    main.bind("podEvents", new PodEvents(clients));
    main.bind("sweep", new Sweep(cache, reader, metrics));
    main.bind("answers", new Answers(json));
    main.bind("cloudEvents", new CloudEvents(json));
    main.bind("deadline", new Deadline(clock, settings.duration(Setting.RETRY_DEADLINE)));
    main.bind("queued", new QueuedRequests(clock));
    main.bind("logs", logs);
    main.bind("operations", new InstanceOperations(view, metrics));
    main.bind("kubernetes-pods", new SeraiPodsComponent(clients));
    main.bind("clusterBreaker", ClusterBreaker.create());
    main.bind("instances", new InstancesComponent(cache, view));
    main.bind("jms", broker.component());
    main.bind(MicrometerConstants.METRICS_REGISTRY_NAME, metrics);
    main.bind("vertxOptions", CamelSettings.vertx(settings));

    edge = new HttpEdge(metrics, settings.bytes(Setting.MAX_BODY_SIZE));
    longPoll = new LongPoll(waiting, settings.number(Setting.MAX_WAITING));
    RouteReloader routes =
        new RouteReloader(
            settings.path(Setting.ROUTES),
            ENGINE,
            RouteReloader.DEFAULT_INTERVAL,
            ROUTE_GRACE,
            new RouteValidator(vocabulary()),
            clock);
    routes.behind(new Entrance(edge::hold, edge::release));

    cache.start();
    main.addMainListener(
        new ServerListener(
            () -> {
              CamelContext context = main.getCamelContext();
              ClusterPart.elect(context, clients, settings);
              Router router = router(context, MainHttpServer.class, settings.number(Setting.PORT));
              edge.install(router);
              longPoll.install(router);
              health(context, clients, routes);
              Router management =
                  router(
                      context,
                      ManagementHttpServer.class,
                      settings.number(Setting.MANAGEMENT_PORT));
              new InstanceGauges(cache, view, clock, metrics).refreshBefore(management, "/metrics");
              admin(
                  new AdminPages(management),
                  routes,
                  new DeadLetters(connections(), broker.queues()));
              routes.loadAll(context);
              context.addService(routes);
            }));
    properties();
    main.start();
    edge.open();
  }

  /**
   * Camel's properties component and auto-configuration get all effective values, and look nowhere
   * else.
   */
  private void properties() {
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setPropertyPlaceholderLocations("false");
    Map<String, Object> all = new LinkedHashMap<>(CamelSettings.of(settings));
    all.putAll(settings.otherProperties());
    all.putAll(settings.asProperties());
    main.setInitialProperties(all);
  }

  /**
   * The router of a server that is made to listen now, so that it answers 503 and not 404 while the
   * routes start.
   */
  private static Router router(CamelContext context, Class<? extends Service> server, int port) {
    ServiceHelper.startService(context.hasService(server));
    return VertxPlatformHttpRouter.lookup(
        context, VertxPlatformHttpRouter.getRouterNameFromPort(port));
  }

  private void health(CamelContext context, ClusterClients clients, RouteReloader routes) {
    HealthCheckRegistry checks = HealthCheckRegistry.get(context);
    HealthChecks.all(edge::isOpen, clients, cache, broker.connections()).forEach(checks::register);
    checks.register(new RoutesHealthCheck(routes::status));
  }

  private static void admin(AdminPages pages, RouteReloader routes, DeadLetters dead) {
    new DeadLetterPages(dead).serve(pages);
    pages.serve(
        HttpMethod.GET, "/admin/routes", request -> routes.status().toJson(AdminPages.JSON));
  }

  /**
   * What a route file may name in placeholders: every setting, and the keys of the configuration
   * file.
   */
  private RouteVocabulary vocabulary() {
    Set<String> known = new HashSet<>(settings.asProperties().keySet());
    known.addAll(settings.otherProperties().keySet());
    return RouteVocabulary.serai().withProperties(known);
  }

  /** The connections to the broker. */
  public ConnectionFactory connections() {
    return broker.connections().connectionFactory();
  }

  /**
   * Stops: takes no new requests, finishes or gives back what is under way, and closes what was
   * opened. Returns within {@code serai.shutdown-timeout} and a few seconds.
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
      cache.releaseWaiting();
      longPoll.awaitAnswers(LAST_ANSWERS);
    }
    try {
      main.stop();
    } catch (RuntimeException e) {
      LOG.warn("The routes did not stop as they should: {}", e.toString());
    } finally {
      parts.close();
    }
    LOG.info("Stopped");
  }
}
