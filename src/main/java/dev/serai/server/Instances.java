package dev.serai.server;

import dev.serai.cluster.Cluster;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.InstanceList;
import dev.serai.cluster.InstanceView;
import dev.serai.cluster.InstancesComponent;
import dev.serai.cluster.KubernetesEngine;
import dev.serai.cluster.Planning;
import dev.serai.cluster.PodCache;
import dev.serai.cluster.PodEvents;
import dev.serai.cluster.PodLookup;
import dev.serai.cluster.SeraiPodsComponent;
import dev.serai.cluster.Sweep;
import dev.serai.cluster.Troubles;
import dev.serai.cluster.UnsettledCreations;
import dev.serai.cluster.placement.Placement;
import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.http.AnswerHeaders;
import dev.serai.http.Answers;
import dev.serai.http.CloudEvents;
import dev.serai.http.ClusterMetrics;
import dev.serai.http.Deadline;
import dev.serai.http.HttpEngine;
import dev.serai.http.InstanceJson;
import dev.serai.http.InstanceOperations;
import dev.serai.http.LongPoll;
import dev.serai.http.OpenApi;
import dev.serai.http.QueuedRequests;
import dev.serai.http.RequestText;
import dev.serai.instance.FailurePredicates;
import dev.serai.instance.RequestReader;
import dev.serai.instance.Ttl;
import dev.serai.pod.InstancePlanner;
import dev.serai.pod.PodContract;
import dev.serai.pod.PodReader;
import dev.serai.pod.PodTemplates;
import dev.serai.pod.StatusWords;
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
 * What routes call by name between a request and its pod.
 *
 * @param cache of all clusters' pods, not started yet
 */
record Instances(
    Settings settings,
    Clock clock,
    MeterRegistry metrics,
    Clusters clusters,
    PodCache cache,
    PodReader reader,
    InstanceView view) {

  private static final Map<String, String> OURS =
      Map.of(PodContract.MANAGED_BY, PodContract.MANAGED_BY_VALUE);
  private static final Duration SETTLE_LOOK = Duration.ofSeconds(4);

  static Instances of(Settings settings, Clock clock, MeterRegistry metrics, Clusters clusters) {
    PodReader reader =
        new PodReader(
            clock,
            settings.duration(Setting.STUCK_GRACE),
            settings.duration(Setting.FINISHED_RETENTION),
            settings.duration(Setting.MAX_TTL),
            ClusterParts.words(settings));
    PodCache cache = new PodCache(clusters, OURS);
    return new Instances(
        settings, clock, metrics, clusters, cache, reader, new InstanceView(cache, reader));
  }

  /** Completes when an instance is in a state; see {@link LongPoll}. */
  LongPoll.Instances waiting() {
    return (id, state, atMost) -> cache.await(id, pod -> view.hasReached(pod, state), atMost);
  }

  void bind(
      Main main, ClusterParts parts, FolderEnvCatalogue environments, PodTemplates templates) {
    InstanceJson json = new InstanceJson(environments, cache::isHeardFrom);
    main.bind("requests", new RequestReader(ClusterParts.ofRequests(settings)));
    main.bind(
        "planning",
        new Planning(
            new InstancePlanner(
                environments,
                Ttl.of(settings.duration(Setting.MAX_TTL)),
                clock,
                new SecureRandom())));
    main.bind("failures", new FailurePredicates());
    main.bind("placement", new Placement(clusters, metrics));
    main.bind("engine", new KubernetesEngine(templates, parts.planners(), clusters, view, cache));
    main.bind("pods", new PodLookup(cache, view));
    main.bind("settling", new UnsettledCreations(clusters, view, SETTLE_LOOK));
    main.bind("unsettledDelay", settings.duration(Setting.UNSETTLED_DELAY).toMillis());
    main.bind("instanceList", new InstanceList(cache, view));
    StatusWords words = ClusterParts.words(settings);
    PodEvents events = new PodEvents(clusters, words);
    main.bind("podEvents", events);
    main.bind("troubles", new Troubles(cache, reader, events, clusters, words));
    main.bind("sweep", new Sweep(cache, reader, metrics));
    Answers answers = new Answers(json);
    main.bind("answers", answers);
    main.bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new HttpEngine(answers));
    main.bind("openApi", new OpenApi());
    main.bind("answerHeaders", new AnswerHeaders());
    main.bind("cloudEvents", new CloudEvents(json));
    main.bind("deadline", new Deadline(
            settings.duration(Setting.RETRY_DEADLINE), VertxSettings.WAITING_REQUESTS));
    main.bind("queued", new QueuedRequests(clock));
    main.bind("requestText", new RequestText());
    main.bind("operations", new InstanceOperations(view, metrics));
    main.bind("clusters", clusters);
    for (Cluster cluster : clusters.all()) {
      main.bind("breaker-" + cluster.name(), cluster.breaker());
    }
    new ClusterMetrics(cache, view).register(clusters, metrics);
    main.bind("kubernetes-pods", new SeraiPodsComponent(clusters));
    main.bind("instances", new InstancesComponent(cache, view));
  }
}
