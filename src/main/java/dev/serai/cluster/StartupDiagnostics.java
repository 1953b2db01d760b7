package dev.serai.cluster;

import dev.serai.exchange.ExchangeNames;
import dev.serai.pod.PodReader;
import dev.serai.pod.StartupProblem;
import dev.serai.pod.StatusExplainer;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * Bean {@code startupDiagnostics}: why pods take so long to start. A kubelet that can't mount a
 * volume or make a sandbox says so in events alone, and tries again for as long as the pod lives.
 */
public final class StartupDiagnostics {

  /** Property: what keeps the pod of this exchange from starting, a {@link StartupProblem}. */
  static final String PROPERTY = ExchangeNames.STARTUP_PROBLEM;

  /** How long a pod may be starting before its events are read. */
  private static final Duration SLOW = Duration.ofSeconds(10);

  /** Events are queried pod by pod: at most so many pods in one sweep. */
  private static final int MOST = 20;

  /** Warnings that end a start, unless another event comes after them. */
  private static final Set<String> REASONS =
      Set.of(
          "FailedMount",
          "FailedAttachVolume",
          "FailedMapVolume",
          "FailedCreatePodSandBox",
          "NetworkNotReady");

  private final PodCache cache;
  private final PodReader reader;
  private final PodEvents events;
  private final Clusters clusters;
  private final StatusExplainer words;

  public StartupDiagnostics(
      PodCache cache,
      PodReader reader,
      PodEvents events,
      Clusters clusters,
      StatusExplainer words) {
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.reader = Objects.requireNonNull(reader, "reader is null");
    this.events = Objects.requireNonNull(events, "events is null");
    this.clusters = Objects.requireNonNull(clusters, "clusters is null");
    this.words = Objects.requireNonNull(words, "words is null");
  }

  /** The pods that have been starting for a while, those that began last first. */
  public List<Pod> slowPods() {
    return cache.all().values().stream()
        .filter(pod -> !cache.isBeingDeleted(pod) && cache.isReachable(DuplicatePods.cluster(pod)))
        .filter(pod -> reader.isStartingFor(pod, SLOW))
        .sorted(
            Comparator.<Pod, String>comparing(pod -> pod.getMetadata().getCreationTimestamp())
                .reversed())
        .limit(MOST)
        .toList();
  }

  /**
   * Sets the problem when the pod has had it for longer than the grace period. A cluster without
   * capacity counts as full from the first diagnosis on.
   */
  public void diagnose(@Body Pod pod, Exchange exchange) {
    exchange.removeProperty(PROPERTY);
    Optional<StartupProblem> problem = words.problemOf(pod).or(() -> ofEvents(pod));
    if (problem.filter(StartupProblem::capacityExceeded).isPresent()) {
      clusters.require(DuplicatePods.cluster(pod)).full();
    }
    problem
        .filter(any -> reader.isStartingForTooLong(pod))
        .ifPresent(found -> exchange.setProperty(PROPERTY, found));
  }

  private Optional<StartupProblem> ofEvents(Pod pod) {
    List<Event> all =
        events.of(
            DuplicatePods.cluster(pod), pod.getMetadata().getName(), pod.getMetadata().getUid());
    // an image pull in progress, for example, comes after earlier warnings
    return all.stream().reduce((earlier, later) -> later).flatMap(this::ofEvent);
  }

  private Optional<StartupProblem> ofEvent(Event event) {
    String reason = Objects.requireNonNullElse(event.getReason(), "");
    String message = Objects.requireNonNullElse(event.getMessage(), "");
    if (!"Warning".equals(event.getType())) {
      return Optional.empty();
    }
    return words
        .problemOf(reason, message)
        .or(
            () ->
                REASONS.contains(reason)
                    ? Optional.of(StartupProblem.of(reason, message))
                    : Optional.empty());
  }
}
