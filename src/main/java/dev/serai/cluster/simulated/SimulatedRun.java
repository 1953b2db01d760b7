package dev.serai.cluster.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.instance.RequestRejectedException;
import dev.serai.instance.Ttl;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The behaviour of a simulated pod, from its annotation, and from the variable {@value #VARIABLE}
 * of its main container, whose fields are stronger. There, {@code attempts} may have a list of such
 * objects, each for one attempt at a batch's item; the last one holds for all later ones.
 *
 * @param runFor until the program ends; empty if it runs until the pod is deleted
 * @param log lines; <code>${arguments}</code> stands for the main container's arguments, <code>
 *     ${environment}</code> for one line for each of its variables, <code>${NAME}</code> for the
 *     value of one
 * @param logEvery the time between two lines
 * @param imageError the reason for which the image cannot be pulled
 * @param failingAttempts in how many first attempts the exit code is that: a number, or <code>
 *     ${NAME}</code> for a variable; empty for in all
 * @param end what ends the pod after {@code runFor}, if it is not its program: {@code Evicted},
 *     {@code NodeLost}, {@code OOMKilled}, or {@code Deleted} by somebody
 */
record SimulatedRun(
    Optional<Duration> runFor,
    int exitCode,
    List<String> log,
    Duration logEvery,
    boolean unschedulable,
    Optional<String> imageError,
    Optional<String> failingAttempts,
    Optional<String> end) {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  static final String ANNOTATION = "serai.dev/simulation";
  static final String VARIABLE = "SERAI_SIMULATE";

  private static final String ATTEMPT = "SERAI_ATTEMPT";
  private static final Set<String> ENDS = Set.of("Evicted", "NodeLost", "OOMKilled", "Deleted");

  private static final Set<String> FIELDS =
      Set.of(
          "runFor",
          "exitCode",
          "log",
          "logEvery",
          "unschedulable",
          "imageError",
          "failingAttempts",
          "end");

  SimulatedRun {
    log = List.copyOf(log);
  }

  /** Why a text is not a simulation, if it is none. */
  static Optional<String> problem(String text) {
    try {
      parse(text);
      return Optional.empty();
    } catch (ApiStatusException | RequestRejectedException e) {
      return Optional.of(e.getMessage());
    }
  }

  static SimulatedRun of(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    String text = annotations == null ? null : annotations.get(ANNOTATION);
    // Annotations may be edited afterwards; then a broken one counts as none.
    ObjectNode tree = tree(text == null || problem(text).isPresent() ? "{}" : text);
    try {
      ObjectNode both = tree.deepCopy();
      both.setAll(ofVariable(pod));
      return read(both);
    } catch (ApiStatusException | RequestRejectedException e) {
      // an API server does not read the variables of users
      return read(tree);
    }
  }

  private static ObjectNode ofVariable(Pod pod) {
    Container first = pod.getSpec().getContainers().get(0);
    ObjectNode own = tree(variable(VARIABLE, first).orElse("{}"));
    JsonNode attempts = own.remove("attempts");
    if (attempts != null && attempts.isArray() && !attempts.isEmpty()) {
      int number = variable(ATTEMPT, first).map(Integer::parseInt).orElse(1);
      JsonNode one = attempts.get(Math.min(number, attempts.size()) - 1);
      if (one instanceof ObjectNode fields) {
        own.setAll(fields);
      }
    }
    return own;
  }

  private static ObjectNode tree(String text) {
    return ObjectCodec.parseObject(Buffer.buffer(text), ANNOTATION);
  }

  private static SimulatedRun parse(String text) {
    return read(tree(text));
  }

  private static SimulatedRun read(ObjectNode tree) {
    for (var names = tree.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw ApiStatusException.badRequest("unknown field " + name);
      }
    }
    if (tree.has("exitCode")
        && (!tree.get("exitCode").isInt()
            || tree.get("exitCode").asInt() < 0
            || tree.get("exitCode").asInt() > 255)) {
      throw ApiStatusException.badRequest("exitCode is not a number from 0 to 255");
    }
    if (tree.has("log") && !tree.get("log").isArray()) {
      throw ApiStatusException.badRequest("log is not a list of lines");
    }
    if (tree.has("end") && !ENDS.contains(tree.get("end").asText())) {
      throw ApiStatusException.badRequest("end is none of " + ENDS);
    }
    List<String> log = new ArrayList<>();
    tree.path("log").forEach(line -> log.add(line.asText()));
    return new SimulatedRun(
        duration(tree, "runFor"),
        tree.path("exitCode").asInt(0),
        log,
        duration(tree, "logEvery").orElse(Duration.ZERO),
        tree.path("unschedulable").asBoolean(false),
        Optional.ofNullable(tree.path("imageError").asText(null)),
        Optional.ofNullable(tree.path("failingAttempts").asText(null)),
        Optional.ofNullable(tree.path("end").asText(null)));
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

  /** The exit code of the pod's containers: of a batch's item, that of this attempt. */
  int exitCodeOf(Pod pod) {
    if (failingAttempts.isEmpty()) {
      return exitCode;
    }
    Container first = pod.getSpec().getContainers().get(0);
    int failing = number(withVariables(failingAttempts.get(), first), 0);
    return number(variable(ATTEMPT, first).orElse(""), 1) <= failing ? exitCode : 0;
  }

  private static int number(String text, int otherwise) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
  }

  /** Replaces the references to variables of the container by their values. */
  private static String withVariables(String text, Container container) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    variable(found.group(1), container).orElse(found.group())));
  }

  private static Optional<String> variable(String name, Container container) {
    return container.getEnv().stream()
        .filter(one -> one.getName().equals(name) && one.getValue() != null)
        .map(EnvVar::getValue)
        .findFirst();
  }

  /** Why the image of a container cannot be pulled; some names never can, as on a real node. */
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
            withVariables(line, container)
                .replace("${arguments}", String.join(" ", container.getArgs()))
                .lines()
                .toList());
      }
    }
    return lines;
  }
}
