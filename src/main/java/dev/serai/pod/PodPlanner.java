package dev.serai.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.environment.Env;
import dev.serai.environment.EnvJson;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.RequestRejectedException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * From a plan and a template to the pod that is sent to the API server. A pure function: the same
 * plan gives the same pod.
 *
 * <p>Strongest first: the request, the environment, the template, the defaults of {@link
 * PodDefaults}. The namespace is left to the engine.
 */
public final class PodPlanner {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final boolean simulated;
  private final PodExtension extension;

  /**
   * @param simulated whether the pods are for the simulated cluster, which gets an annotation that
   *     says how to simulate them
   */
  public PodPlanner(boolean simulated) {
    this(simulated, PodExtension.NONE);
  }

  /**
   * @param extension what the cluster adds; it has the last word
   */
  public PodPlanner(boolean simulated, PodExtension extension) {
    this.simulated = simulated;
    this.extension = Objects.requireNonNull(extension, "extension is null");
  }

  /**
   * Merges plan and template.
   *
   * @throws RequestRejectedException 400 when the template has no container for the datasource, or
   *     a container would be without an image, or the extension refuses
   */
  public Pod toPod(InstancePlan plan, PodTemplate template) {
    Pod pod = template.manifest();
    pod.getMetadata().setName(plan.id());
    pod.getMetadata().setGenerateName(null);
    pod.getMetadata().setNamespace(null);
    pod.getMetadata().setLabels(labels(plan, pod.getMetadata().getLabels()));
    pod.getMetadata().setAnnotations(annotations(plan, pod.getMetadata().getAnnotations()));
    for (Container container : pod.getSpec().getContainers()) {
      ContainerMerge merge = new ContainerMerge(container);
      switch (container.getName()) {
        case PodContract.MAIN_CONTAINER -> merge.main(plan);
        case PodContract.SECOND_CONTAINER ->
            merge.second(secondImage(plan, container.getImage()), plan);
        default -> {}
      }
    }
    if (!plan.request().datasource().isEmpty()
        && !template.hasContainer(PodContract.SECOND_CONTAINER)) {
      throw RequestRejectedException.invalid(
          "datasource",
          "can't take effect: the environment "
              + RequestRejectedException.excerpt(plan.env().ref().toString())
              + " has no second container");
    }
    plan.env()
        .pod()
        .terminationGrace()
        .map(PodPlanner::wholeSeconds)
        .ifPresent(pod.getSpec()::setTerminationGracePeriodSeconds);
    plan.batchAttempt().ifPresent(attempt -> runOnce(pod, attempt));
    PodDefaults.apply(pod.getSpec());
    extension.apply(pod, plan);
    return pod;
  }

  /** A kubelet that started a container again would run an attempt twice. */
  private static void runOnce(Pod pod, BatchAttempt attempt) {
    pod.getSpec().setRestartPolicy("Never");
    attempt.activeDeadlineSeconds().ifPresent(pod.getSpec()::setActiveDeadlineSeconds);
  }

  private static String secondImage(InstancePlan plan, String ofTemplate) {
    Env env = plan.env();
    String datasource = plan.request().datasource();
    if (!datasource.isEmpty()) {
      return env.second().imagePrefix() + ":" + datasource;
    }
    if (!env.second().image().isEmpty()) {
      return env.second().image();
    }
    if (ofTemplate == null || ofTemplate.isEmpty()) {
      throw RequestRejectedException.invalid(
          "datasource",
          "is required: the environment "
              + RequestRejectedException.excerpt(env.ref().toString())
              + " names no image for its second container");
    }
    return ofTemplate;
  }

  private static Map<String, String> labels(InstancePlan plan, Map<String, String> ofTemplate) {
    InstanceRequest request = plan.request();
    Map<String, String> labels = copy(ofTemplate);
    effectiveLabels(plan)
        .forEach(
            (key, value) ->
                labels.put(
                    PodContract.USER_LABEL_PREFIX + LabelText.key(key), LabelText.value(value)));
    labels.put(PodContract.MANAGED_BY, PodContract.MANAGED_BY_VALUE);
    labels.put(PodContract.ENV_NAME, LabelText.value(plan.env().ref().name()));
    labels.put(PodContract.ENV_VERSION, LabelText.value(plan.env().ref().version()));
    labels.put(PodContract.ENV_OWNER, LabelText.value(request.owner()));
    labels.put(PodContract.ENV_TTL, LabelText.value(plan.ttl().text()));
    plan.idempotencyKey()
        .ifPresent(
            key -> labels.put(PodContract.KEY_HASH, InstanceName.keyHash(request.owner(), key)));
    plan.batchAttempt()
        .ifPresent(
            attempt -> {
              labels.put(PodContract.BATCH, LabelText.value(attempt.batch()));
              labels.put(PodContract.STORE, attempt.store());
              labels.put(PodContract.ITEM, BatchAttempt.itemLabel(attempt.itemId()));
            });
    return labels;
  }

  private Map<String, String> annotations(InstancePlan plan, Map<String, String> ofTemplate) {
    Map<String, String> annotations = copy(ofTemplate);
    annotations.put(PodContract.ENV, plan.env().ref().toString());
    if (!plan.request().owner().isEmpty()) {
      annotations.put(PodContract.OWNER, plan.request().owner());
    }
    annotations.put(PodContract.LABELS, json(new TreeMap<>(effectiveLabels(plan))));
    annotations.put(PodContract.TTL, plan.ttl().text());
    annotations.put(PodContract.EXPIRES_AT, plan.expiresAt().toString());
    plan.idempotencyKey().ifPresent(key -> annotations.put(PodContract.IDEMPOTENCY_KEY, key));
    plan.batchAttempt().ifPresent(attempt -> annotations.put(PodContract.ATTEMPT, attempt.ref()));
    annotations.put(PodContract.REQUEST_DIGEST, plan.requestDigest());
    annotations.put(PodContract.REQUEST_ID, plan.attemptId());
    if (simulated) {
      plan.env()
          .pod()
          .simulation()
          .ifPresent(how -> annotations.put(PodContract.SIMULATION, EnvJson.toJson(how)));
    }
    return annotations;
  }

  private static Map<String, String> effectiveLabels(InstancePlan plan) {
    Map<String, String> labels = new HashMap<>(plan.env().pod().labels());
    labels.putAll(plan.request().labels());
    return labels;
  }

  /** Rounded up: a grace is a promise. */
  private static long wholeSeconds(Duration grace) {
    return grace.toSeconds() + (grace.toNanosPart() > 0 ? 1 : 0);
  }

  private static Map<String, String> copy(Map<String, String> map) {
    return map == null ? new HashMap<>() : new HashMap<>(map);
  }

  private static String json(Map<String, String> map) {
    try {
      return JSON.writeValueAsString(map);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings are always JSON", e);
    }
  }
}
