package dev.serai.server;

import dev.serai.cluster.Cluster;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.InstanceList;
import dev.serai.cluster.InstanceView;
import dev.serai.cluster.InstancesComponent;
import dev.serai.cluster.PodCache;
import dev.serai.cluster.PodEvents;
import dev.serai.cluster.PodFactory;
import dev.serai.cluster.PodLookup;
import dev.serai.cluster.RequestPlanner;
import dev.serai.cluster.SeraiPodsComponent;
import dev.serai.cluster.StartupDiagnostics;
import dev.serai.cluster.Sweep;
import dev.serai.cluster.UncertainCreations;
import dev.serai.cluster.placement.Placement;
import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.http.CloudEvents;
import dev.serai.http.ClusterMetrics;
import dev.serai.http.Deadline;
import dev.serai.http.HttpEngine;
import dev.serai.http.InstanceJson;
import dev.serai.http.LongPoll;
import dev.serai.http.OpenApi;
import dev.serai.http.OperationMetrics;
import dev.serai.http.QueuedRequests;
import dev.serai.http.RequestText;
import dev.serai.http.ResponseHeaders;
import dev.serai.http.ResponseWriter;
import dev.serai.instance.FailurePredicates;
import dev.serai.instance.RequestReader;
import dev.serai.instance.Ttl;
import dev.serai.pod.InstancePlanner;
import dev.serai.pod.PodContract;
import dev.serai.pod.PodReader;
import dev.serai.pod.PodTemplates;
import dev.serai.pod.StatusExplainer;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.main.Main;

/**
 * The beans between a request and its pod.
 *
 * @param cache the pods of all clusters; not started yet
 */
record InstanceBeans(
    Settings settings,
    Clock clock,
    MeterRegistry metrics,
    Clusters clusters,
    PodCache cache,
    PodReader reader,
    InstanceView view) {

  private static final Map<String, String> OURS =
      Map.of(PodContract.MANAGED_BY, PodContract.MANAGED_BY_VALUE);
  private static final Duration SEARCH_TIMEOUT = Duration.ofSeconds(4);

  static InstanceBeans of(
      Settings settings, Clock clock, MeterRegistry metrics, Clusters clusters) {
    PodReader reader =
        new PodReader(
            clock,
            settings.duration(Setting.STUCK_GRACE),
            settings.duration(Setting.FINISHED_RETENTION),
            settings.duration(Setting.MAX_TTL),
            ClusterModules.words(settings));
    PodCache cache = new PodCache(clusters, OURS);
    return new InstanceBeans(
        settings, clock, metrics, clusters, cache, reader, new InstanceView(cache, reader));
  }

  /** Completes when an instance is in a state; see {@link LongPoll}. */
  LongPoll.Instances waiting() {
    return (id, state, atMost) -> cache.await(id, pod -> view.hasReached(pod, state), atMost);
  }

  void bind(
      Main main, ClusterModules parts, FolderEnvCatalogue environments, PodTemplates templates) {
    InstanceJson json = new InstanceJson(environments, cache::isReachable);
    main.bind("requests", new RequestReader(ClusterModules.ofRequests(settings)));
    main.bind(
        "requestPlanner",
        new RequestPlanner(
            new InstancePlanner(
                environments,
                Ttl.of(settings.duration(Setting.MAX_TTL)),
                clock,
                new SecureRandom())));
    main.bind("failures", new FailurePredicates());
    main.bind("placement", new Placement(clusters, metrics));
    main.bind("podFactory", new PodFactory(templates, parts.planners(), clusters, view, cache));
    main.bind("podLookup", new PodLookup(cache, view));
    main.bind("uncertainCreations", new UncertainCreations(clusters, view, SEARCH_TIMEOUT));
    main.bind("unsettledDelay", settings.duration(Setting.UNSETTLED_DELAY).toMillis());
    main.bind("instanceList", new InstanceList(cache, view));
    StatusExplainer words = ClusterModules.words(settings);
    PodEvents events = new PodEvents(clusters, words);
    main.bind("podEvents", events);
    main.bind("startupDiagnostics", new StartupDiagnostics(cache, reader, events, clusters, words));
    main.bind("sweep", new Sweep(cache, reader, metrics));
    ResponseWriter answers = new ResponseWriter(json);
    main.bind("responses", answers);
    Deadline deadline =
        new Deadline(
            clock, settings.duration(Setting.RETRY_DEADLINE), VertxSettings.WAITING_REQUESTS);
    main.bind("deadline", deadline);
    main.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new HttpEngine(answers, deadline));
    main.bind("openApi", new OpenApi());
    main.bind("responseHeaders", new ResponseHeaders());
    main.bind("cloudEvents", new CloudEvents(json));
    main.bind("queuedRequests", new QueuedRequests(clock));
    main.bind("requestText", new RequestText());
    main.bind("operationMetrics", new OperationMetrics(view, metrics));
    main.bind("clusters", clusters);
    for (Cluster cluster : clusters.all()) {
      main.bind("breaker-" + cluster.name(), cluster.breaker());
    }
    new ClusterMetrics(cache, view).register(clusters, metrics);
    main.bind("kubernetes-pods", new SeraiPodsComponent(clusters));
    main.bind("instances", new InstancesComponent(cache, view));
  }
}
