package dev.serai.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Why an instance is given up although its pod still tries: the annotation {@value
 * PodContract#FAILED}. Once written it is final, so that nobody who read Failed reads Running
 * later.
 */
public record FailureAnnotation(String reason, String message, Instant at) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public FailureAnnotation {
    Objects.requireNonNull(reason, "reason is null");
    Objects.requireNonNull(message, "message is null");
    Objects.requireNonNull(at, "at is null");
  }

  /** The annotation's value. */
  public String json() {
    return JSON.createObjectNode()
        .put("reason", reason)
        .put("message", message)
        .put("at", at.toString())
        .toString();
  }

  /** The mark on a pod. One that somebody broke by hand still marks. */
  static Optional<FailureAnnotation> of(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(PodContract.FAILED);
    return Optional.ofNullable(text).map(json -> parse(json, created(pod)));
  }

  private static FailureAnnotation parse(String json, Instant fallback) {
    try {
      JsonNode mark = JSON.readTree(json);
      return new FailureAnnotation(
          mark.path("reason").asText("Failed"),
          mark.path("message").asText(""),
          Timestamps.parse(mark.path("at").asText("")).orElse(fallback));
    } catch (JsonProcessingException e) {
      return new FailureAnnotation("Failed", "", fallback);
    }
  }

  private static Instant created(Pod pod) {
    return Timestamps.parse(pod.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH);
  }
}
