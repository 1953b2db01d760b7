package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.instance.Refusal;
import dev.serai.instance.Ttl;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a pod does when nothing really runs, from its annotation.
 *
 * @param runFor until it ends by itself; empty if it runs until it is deleted
 * @param log lines; <code>${arguments}</code> stands for the main container's arguments, and <code>
 *     ${environment}</code> for one line for each of its variables
 * @param logEvery the time between two lines
 * @param imageError the reason for which the image cannot be pulled
 */
record Simulation(
    Optional<Duration> runFor,
    int exitCode,
    List<String> log,
    Duration logEvery,
    boolean unschedulable,
    Optional<String> imageError) {

  static final String ANNOTATION = "serai.dev/simulation";

  private static final Set<String> FIELDS =
      Set.of("runFor", "exitCode", "log", "logEvery", "unschedulable", "imageError");

  Simulation {
    log = List.copyOf(log);
  }

  /** Why a text is not a simulation, if it is none. */
  static Optional<String> problem(String text) {
    try {
      parse(text);
      return Optional.empty();
    } catch (ApiFailure | Refusal e) {
      return Optional.of(e.getMessage());
    }
  }

  static Simulation of(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(ANNOTATION);
    // Annotations may be edited afterwards; then a broken one counts as none.
    return text == null || problem(text).isPresent() ? parse("{}") : parse(text);
  }

  private static Simulation parse(String text) {
    ObjectNode tree = ObjectCodec.parseObject(Buffer.buffer(text), ANNOTATION);
    for (var names = tree.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw ApiFailure.badRequest("unknown field " + name);
      }
    }
    if (tree.has("exitCode")
        && (!tree.get("exitCode").isInt()
            || tree.get("exitCode").asInt() < 0
            || tree.get("exitCode").asInt() > 255)) {
      throw ApiFailure.badRequest("exitCode is not a number from 0 to 255");
    }
    if (tree.has("log") && !tree.get("log").isArray()) {
      throw ApiFailure.badRequest("log is not a list of lines");
    }
    List<String> log = new ArrayList<>();
    tree.path("log").forEach(line -> log.add(line.asText()));
    return new Simulation(
        duration(tree, "runFor"),
        tree.path("exitCode").asInt(0),
        log,
        duration(tree, "logEvery").orElse(Duration.ZERO),
        tree.path("unschedulable").asBoolean(false),
        Optional.ofNullable(tree.path("imageError").asText(null)));
  }

  private static Optional<Duration> duration(ObjectNode tree, String field) {
    if (!tree.hasNonNull(field)) {
      return Optional.empty();
    }
    String text = tree.get(field).asText();
    if (text.matches("0+(ms|s|m|h)?")) {
      return Optional.of(Duration.ZERO);
    }
    return Optional.of(Ttl.parse(field, text).duration());
  }

  /** Why the image of a container cannot be had; some names never can, as on a real node. */
  Optional<String> imageErrorOf(Container container) {
    if (imageError.isPresent()) {
      return imageError;
    }
    String image = container.getImage();
    return image.contains("does-not-exist") || image.contains("no-such")
        ? Optional.of("ErrImagePull")
        : Optional.empty();
  }

  /** The whole log that a container would write if it had the time; only the first one writes. */
  List<String> logOf(Pod pod, Container container) {
    List<Container> all = pod.getSpec().getContainers();
    if (!all.get(0).getName().equals(container.getName())) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    for (String line : log) {
      if ("${environment}".equals(line)) {
        container.getEnv().stream()
            .filter(v -> v.getValueFrom() == null)
            .map(v -> v.getName() + "=" + (v.getValue() == null ? "" : v.getValue()))
            .forEach(lines::add);
      } else {
        lines.addAll(
            line.replace("${arguments}", String.join(" ", container.getArgs())).lines().toList());
      }
    }
    return lines;
  }
}
