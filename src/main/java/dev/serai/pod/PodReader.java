package dev.serai.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.EnvRef;
import dev.serai.instance.InstanceState;
import dev.serai.instance.InstanceStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads instances back from pods, and decides when they are due for deletion or failed. Pods of
 * AEnvironment's own controller, which have its labels and no annotations, are read as well as
 * their labels allow.
 */
public final class PodReader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final Clock clock;
  private final Duration stuckGrace;
  private final Duration finishedRetention;
  private final Duration maxTtl;
  private final StatusExplainer words;

  /**
   * @param stuckGrace how long a pod may be unable to start before its instance is Failed
   * @param finishedRetention how long a finished pod is kept, with its status and log
   * @param maxTtl the life of a managed pod that has no expiry
   */
  public PodReader(Clock clock, Duration stuckGrace, Duration finishedRetention, Duration maxTtl) {
    this(clock, stuckGrace, finishedRetention, maxTtl, StatusExplainer.NONE);
  }

  /**
   * As above.
   *
   * @param words what the cluster knows to say about pods that are not well
   */
  public PodReader(
      Clock clock,
      Duration stuckGrace,
      Duration finishedRetention,
      Duration maxTtl,
      StatusExplainer words) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.stuckGrace = Objects.requireNonNull(stuckGrace, "stuckGrace is null");
    this.finishedRetention = Objects.requireNonNull(finishedRetention, "finishedRetention is null");
    this.maxTtl = Objects.requireNonNull(maxTtl, "maxTtl is null");
    this.words = Objects.requireNonNull(words, "words is null");
  }

  public EnvInstance read(Pod pod) {
    return read(pod, false);
  }

  /**
   * The instance of a pod.
   *
   * @param beingDeleted whether its deletion is known to have been asked for, though the pod does
   *     not say so yet
   */
  public EnvInstance read(Pod pod, boolean beingDeleted) {
    ObjectMeta meta = pod.getMetadata();
    return new EnvInstance(
        meta.getName(),
        Objects.requireNonNullElse(meta.getUid(), ""),
        env(meta),
        status(pod, beingDeleted),
        ip(pod),
        annotation(meta, PodContract.TTL).orElse(label(meta, PodContract.ENV_TTL)),
        annotation(meta, PodContract.OWNER).orElse(ownerLabel(meta)),
        labels(meta),
        createdAt(pod),
        PodTimes.updatedAt(pod),
        Optional.of(expiresAt(pod)),
        annotation(meta, PodContract.CLUSTER).orElse(""));
  }

  public InstanceStatus status(Pod pod) {
    return status(pod, false);
  }

  /** As {@link #read(Pod, boolean)}, of the status alone. */
  public InstanceStatus status(Pod pod, boolean beingDeleted) {
    InstanceStatus status = new StatusOfPod(pod, clock.instant(), stuckGrace).read(beingDeleted);
    // the annotation has the explained text already
    return FailureAnnotation.of(pod).isPresent() ? status : words.explain(pod, status);
  }

  /** Whether it is Failed only for want of starting, and nobody has written that down yet. */
  public boolean isNewlyStuck(Pod pod) {
    return FailureAnnotation.of(pod).isEmpty()
        && pod.getMetadata().getDeletionTimestamp() == null
        && new StatusOfPod(pod, clock.instant(), stuckGrace).isStuck();
  }

  /** Whether its containers have been on their way for at least this time, for whatever reason. */
  public boolean isStartingFor(Pod pod, Duration time) {
    return FailureAnnotation.of(pod).isEmpty()
        && pod.getMetadata().getDeletionTimestamp() == null
        && status(pod).state() == InstanceState.CREATING
        && new StatusOfPod(pod, clock.instant(), time).isPastGrace();
  }

  /** Whether they have been on their way for longer than the grace. */
  public boolean isStartingForTooLong(Pod pod) {
    return isStartingFor(pod, stuckGrace);
  }

  /** The annotation for a pod that this problem keeps from starting. */
  public FailureAnnotation failureMark(StartupProblem problem) {
    return new FailureAnnotation(problem.reason(), problem.message(), clock.instant());
  }

  /** The annotation for a pod that {@link #isNewlyStuck is newly stuck}. */
  public FailureAnnotation failureMark(Pod pod) {
    InstanceStatus status = status(pod);
    if (status.state() != InstanceState.FAILED) {
      throw new IllegalStateException(pod.getMetadata().getName() + " has not failed");
    }
    return new FailureAnnotation(status.reason(), status.message(), clock.instant());
  }

  /** Whether its TTL has passed. */
  public boolean isExpired(Pod pod) {
    return !clock.instant().isBefore(expiresAt(pod));
  }

  /** When its last container terminated or it was marked as failed; empty while it is active. */
  public Optional<Instant> finishedAt(Pod pod) {
    return status(pod).state().isFinal() && pod.getMetadata().getDeletionTimestamp() == null
        ? Optional.of(
            FailureAnnotation.of(pod)
                .map(FailureAnnotation::at)
                .or(() -> PodTimes.endOfMain(pod))
                .orElseGet(() -> PodTimes.updatedAt(pod)))
        : Optional.empty();
  }

  /** Why it should be deleted now; empty when it should not, or is being deleted already. */
  public Optional<String> dueReason(Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    if (isExpired(pod)) {
      return Optional.of("expired at " + expiresAt(pod));
    }
    return finishedAt(pod)
        .filter(end -> !clock.instant().isBefore(end.plus(finishedRetention)))
        .map(end -> "finished at " + end + " and kept for " + finishedRetention);
  }

  private Instant expiresAt(Pod pod) {
    return annotation(pod.getMetadata(), PodContract.EXPIRES_AT)
        .flatMap(Timestamps::parse)
        .orElseGet(() -> createdAt(pod).plus(maxTtl));
  }

  /** A pod that no API server has seen yet counts as made now, so that it never expires at once. */
  private Instant createdAt(Pod pod) {
    return Timestamps.parse(pod.getMetadata().getCreationTimestamp()).orElseGet(clock::instant);
  }

  /** The environment alone. */
  public EnvRef env(Pod pod) {
    return env(pod.getMetadata());
  }

  private static EnvRef env(ObjectMeta meta) {
    String text = annotation(meta, PodContract.ENV).orElse("");
    int at = text.indexOf('@');
    return at > 0
        ? new EnvRef(text.substring(0, at), text.substring(at + 1))
        : new EnvRef(label(meta, PodContract.ENV_NAME), label(meta, PodContract.ENV_VERSION));
  }

  /** The label decides nothing on a pod that Serai made: there, no annotation means no owner. */
  private static String ownerLabel(ObjectMeta meta) {
    return annotation(meta, PodContract.ENV).isPresent() ? "" : label(meta, PodContract.ENV_OWNER);
  }

  private static Map<String, String> labels(ObjectMeta meta) {
    try {
      Map<String, String> labels =
          JSON.readValue(annotation(meta, PodContract.LABELS).orElse("{}"), TEXTS);
      // one that somebody wrote by hand must not hide all others
      return labels == null || labels.containsValue(null) ? Map.of() : labels;
    } catch (JsonProcessingException e) {
      return Map.of();
    }
  }

  private static String ip(Pod pod) {
    PodStatus status = pod.getStatus();
    return status == null ? "" : Objects.requireNonNullElse(status.getPodIP(), "");
  }

  private static Optional<String> annotation(ObjectMeta meta, String key) {
    return Optional.ofNullable(meta.getAnnotations()).map(annotations -> annotations.get(key));
  }

  private static String label(ObjectMeta meta, String key) {
    Map<String, String> labels = meta.getLabels();
    return labels == null ? "" : labels.getOrDefault(key, "");
  }
}
