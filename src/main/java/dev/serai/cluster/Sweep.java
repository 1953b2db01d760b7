package dev.serai.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.exchange.ExchangeNames;
import dev.serai.pod.FailureAnnotation;
import dev.serai.pod.PodContract;
import dev.serai.pod.PodReader;
import dev.serai.pod.StartupProblem;
import io.fabric8.kubernetes.api.model.Pod;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code sweep}: finds the instances that are due, and prepares their deletion or failure. */
public final class Sweep {

  /**
   * An instance that is due for deletion.
   *
   * @param cluster the name of the one that it runs on
   * @param reason for the log
   */
  public record Due(String id, String uid, String cluster, String reason) {}

  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private static final JsonMapper JSON = new JsonMapper();

  private final PodCache cache;
  private final PodReader reader;
  private final Counter successes;
  private final Counter failures;

  public Sweep(PodCache cache, PodReader reader, MeterRegistry metrics) {
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.reader = Objects.requireNonNull(reader, "reader is null");
    // AEnvironment's names
    this.successes =
        Counter.builder("auto_cleanup_success")
            .description("Total number of successfully auto-cleaned instances")
            .register(metrics);
    this.failures =
        Counter.builder("auto_cleanup_failure")
            .description("Total number of failed auto-cleanup attempts")
            .register(metrics);
  }

  /**
   * Finds the instances that have expired, that ended and were retained long enough, and that
   * another cluster runs instead.
   */
  public List<Due> due() {
    Stream<Due> over =
        settled()
            .filter(pod -> !isOfBatch(pod))
            .flatMap(pod -> reader.dueReason(pod).map(reason -> due(pod, reason)).stream());
    Stream<Due> superfluous =
        cache.superfluous().stream()
            .filter(pod -> !cache.isBeingDeleted(pod))
            .map(pod -> due(pod, "another cluster runs it"));
    return Stream.concat(over, superfluous)
        .filter(due -> cache.isReachable(due.cluster()))
        .toList();
  }

  /** Finds the instances that should have started by now and can't. */
  public List<Pod> stuck() {
    return settled()
        .filter(pod -> cache.isReachable(DuplicatePods.cluster(pod)))
        .filter(reader::isNewlyStuck)
        .toList();
  }

  public void prepare(@Body Due due, Exchange exchange) {
    exchange.getMessage().setHeader(PodLookup.ID, due.id());
    exchange.getMessage().setHeader(PodLookup.UID, due.uid());
    exchange.getMessage().setHeader(Clusters.HEADER, due.cluster());
    exchange.setProperty(ExchangeNames.DUE, due);
  }

  public void deleted(Exchange exchange) {
    Due due = exchange.getProperty(ExchangeNames.DUE, Due.class);
    LOG.info("Deleted instance {}: {}", due.id(), due.reason());
    successes.increment();
  }

  /**
   * Makes the patch that marks the instance as failed, and that ends its pod should it start after
   * all.
   */
  public void prepareFailure(@Body Pod pod, Exchange exchange) throws JsonProcessingException {
    Message message = exchange.getMessage();
    String id = pod.getMetadata().getName();
    StartupProblem problem =
        exchange.getProperty(StartupDiagnostics.PROPERTY, StartupProblem.class);
    FailureAnnotation mark =
        problem == null ? reader.failureMark(pod) : reader.failureMark(problem);
    LOG.info("Instance {} can't start, and is given up: {}", id, mark.reason());
    message.setHeader(PodLookup.ID, id);
    message.setHeader(Clusters.HEADER, DuplicatePods.cluster(pod));
    message.setBody(
        JSON.writeValueAsString(
            Map.of(
                "metadata",
                Map.of(
                    // the API server refuses the patch if it is another pod by now
                    "uid", pod.getMetadata().getUid(),
                    "annotations", Map.of(PodContract.FAILED, mark.json())),
                "spec",
                Map.of("activeDeadlineSeconds", 1))));
  }

  public void failed(Exchange exchange) {
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    Due due = exchange.getProperty(ExchangeNames.DUE, Due.class);
    if (due == null) {
      LOG.warn("A sweep failed, the next one tries again: {}", failure.getMessage());
    } else {
      failures.increment();
      LOG.warn(
          "Instance {} could not be deleted, the next sweep tries again: {}",
          due.id(),
          failure.getMessage());
    }
  }

  /** All pods of the cache; an unfilled cache is an error and not an empty list. */
  private Stream<Pod> settled() {
    if (!cache.isSynced()) {
      throw ClusterUnavailableException.notExecuted(
          "the instances have not been read from the cluster yet", null);
    }
    return cache.all().values().stream().filter(pod -> !cache.isBeingDeleted(pod));
  }

  /** A batch's pod is deleted by the sweep of batches, which stores its results first. */
  private static boolean isOfBatch(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey(PodContract.ATTEMPT);
  }

  private static Due due(Pod pod, String reason) {
    return new Due(
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        DuplicatePods.cluster(pod),
        reason);
  }
}
