package dev.serai.instance;

import dev.serai.base.Text;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request for an instance of an environment. The fields are those of AEnvironment's {@code POST
 * /env-instance}; a value that can't become a pod is rejected here, with the name of its field.
 *
 * @param env the environment to run
 * @param datasource the tag of the second container's image; empty for none
 * @param ttl how long it may live; absent for the environment's default
 * @param environmentVariables added to the environment's own, and stronger than they are
 * @param arguments given to the main container in place of the environment's; empty to keep those
 * @param owner of the instance; any printable text, may be empty
 * @param labels the caller's labels, kept unaltered
 * @param sections settings that only one kind of cluster understands; each has another name
 */
public record InstanceRequest(
    EnvRef env,
    String datasource,
    Optional<Ttl> ttl,
    Map<String, String> environmentVariables,
    List<String> arguments,
    String owner,
    Map<String, String> labels,
    List<Section> sections) {

  /** How many variables, arguments or labels one request may have. */
  public static final int MAX_ENTRIES = 1_000;

  /** The longest owner, datasource, and key or value of a label, in characters. */
  public static final int MAX_TEXT = 253;

  /** All labels together, in bytes of UTF-8; a pod's annotations may have 256 KiB in all. */
  public static final int MAX_LABEL_BYTES = 64 * 1024;

  /** The section with the quantities {@code cpu} and {@code memory}. */
  static final String RESOURCES = "resources";

  /** Prefixes of label keys that only this program may set. */
  private static final List<String> RESERVED =
      List.of("serai.dev/", "labels.serai.dev/", "business/", "app.kubernetes.io/");

  // Kubernetes' IsEnvVarName, before version 1.30 relaxed it
  private static final Pattern VARIABLE = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");
  // the tag of the OCI distribution specification
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  public InstanceRequest {
    Objects.requireNonNull(env, "env is null");
    Objects.requireNonNull(ttl, "ttl is null");
    environmentVariables = Map.copyOf(environmentVariables);
    arguments = List.copyOf(arguments);
    labels = Map.copyOf(labels);
    sections = sections.stream().sorted(Comparator.comparing(Section::name)).toList();
    if (!datasource.isEmpty() && !TAG.matcher(datasource).matches()) {
      throw RequestRejectedException.invalid(
          "datasource",
          RequestRejectedException.excerpt(datasource)
              + " is not an image tag (letters, digits, '_', '.', '-'; at most 128)");
    }
    checkCount("environment_variables", environmentVariables.size());
    environmentVariables.forEach(InstanceRequest::checkVariable);
    checkCount("arguments", arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      checkProcessText("arguments[" + i + "]", arguments.get(i));
    }
    checkText("owner", owner);
    checkCount("labels", labels.size());
    labels.forEach(InstanceRequest::checkLabel);
    long bytes =
        labels.entrySet().stream()
            .mapToLong(e -> utf8Length(e.getKey()) + utf8Length(e.getValue()))
            .sum();
    if (bytes > MAX_LABEL_BYTES) {
      throw RequestRejectedException.invalid(
          "labels",
          "have " + bytes + " bytes together; at most " + MAX_LABEL_BYTES + " are allowed");
    }
  }

  /** A request without any section. */
  public InstanceRequest(
      EnvRef env,
      String datasource,
      Optional<Ttl> ttl,
      Map<String, String> environmentVariables,
      List<String> arguments,
      String owner,
      Map<String, String> labels) {
    this(env, datasource, ttl, environmentVariables, arguments, owner, labels, List.of());
  }

  /** A request for an environment with nothing else set. */
  public static InstanceRequest of(EnvRef env) {
    return new InstanceRequest(env, "", Optional.empty(), Map.of(), List.of(), "", Map.of());
  }

  public Optional<Section> section(String name) {
    return sections.stream().filter(section -> section.name().equals(name)).findFirst();
  }

  /**
   * The CPU that it asks for, in thousandths of a core; 0 where it leaves that to its environment.
   * For conditions of routes, and a whole number: Camel's {@code simple} compares 1.5 as 1.
   */
  public long cpuMillis() {
    return resource("cpu").movePointRight(3).longValue();
  }

  /** The memory that it asks for, in bytes; 0 where it leaves that to its environment. */
  public long memoryBytes() {
    return resource("memory").longValue();
  }

  private BigDecimal resource(String name) {
    return section(RESOURCES)
        .map(section -> section.value().path(name).asText())
        .filter(text -> !text.isEmpty())
        .map(text -> new Quantity(text).getNumericalAmount())
        .orElse(BigDecimal.ZERO);
  }

  InstanceRequest withEnv(EnvRef other) {
    return new InstanceRequest(
        other, datasource, ttl, environmentVariables, arguments, owner, labels, sections);
  }

  InstanceRequest withOwner(String other) {
    return new InstanceRequest(
        env, datasource, ttl, environmentVariables, arguments, other, labels, sections);
  }

  InstanceRequest withTtl(Ttl other) {
    return new InstanceRequest(
        env,
        datasource,
        Optional.of(other),
        environmentVariables,
        arguments,
        owner,
        labels,
        sections);
  }

  InstanceRequest withVariable(String name, String value) {
    return new InstanceRequest(
        env,
        datasource,
        ttl,
        with(environmentVariables, name, value),
        arguments,
        owner,
        labels,
        sections);
  }

  InstanceRequest withLabel(String key, String value) {
    return new InstanceRequest(
        env,
        datasource,
        ttl,
        environmentVariables,
        arguments,
        owner,
        with(labels, key, value),
        sections);
  }

  InstanceRequest withSection(Section other) {
    List<Section> all = new ArrayList<>(sections);
    all.removeIf(section -> section.name().equals(other.name()));
    all.add(other);
    return new InstanceRequest(
        env, datasource, ttl, environmentVariables, arguments, owner, labels, all);
  }

  private static Map<String, String> with(Map<String, String> map, String key, String value) {
    Map<String, String> copy = new TreeMap<>(map);
    copy.put(key, value);
    return copy;
  }

  /** Whether only this program may set labels with this key. */
  public static boolean isReservedKey(String key) {
    return RESERVED.stream().anyMatch(key::startsWith);
  }

  /**
   * The request as text in which equal requests are equal: maps sorted, every value
   * length-prefixed. It carries the values of variables, so it is hashed and never shown.
   */
  public String normalised() {
    StringBuilder text = new StringBuilder();
    append(
        text, env.toString(), datasource, ttl.map(t -> t.duration().toString()).orElse(""), owner);
    append(text, new TreeMap<>(environmentVariables));
    append(text, String.valueOf(arguments.size()));
    arguments.forEach(argument -> append(text, argument));
    append(text, new TreeMap<>(labels));
    // nothing where there is none: requests of before keep their digests
    sections.forEach(section -> append(text, section.name(), section.json()));
    return text.toString();
  }

  /**
   * Names environment and owner; has no argument and no value of a variable, which may be secrets.
   */
  @Override
  public String toString() {
    return "InstanceRequest["
        + env
        + ", "
        + environmentVariables.size()
        + " variables, "
        + arguments.size()
        + " arguments]";
  }

  private static void append(StringBuilder text, TreeMap<String, String> map) {
    append(text, String.valueOf(map.size()));
    map.forEach((key, value) -> append(text, key, value));
  }

  private static void append(StringBuilder text, String... values) {
    for (String value : values) {
      text.append(value.length()).append(':').append(value);
    }
  }

  private static void checkVariable(String name, String value) {
    if (!VARIABLE.matcher(name).matches()) {
      throw RequestRejectedException.invalid(
          "environment_variables",
          "has the name "
              + RequestRejectedException.excerpt(name)
              + "; a name has letters, digits, '_', '-' and '.', and no digit first");
    }
    checkProcessText("environment_variables." + name, value);
  }

  private static void checkLabel(String key, String value) {
    if (key.isBlank()) {
      throw RequestRejectedException.invalid("labels", "has an empty key");
    }
    checkText("labels", key);
    checkText("labels[" + RequestRejectedException.excerpt(key) + "]", value);
    for (String prefix : RESERVED) {
      if (key.startsWith(prefix)) {
        throw RequestRejectedException.invalid(
            "labels",
            "has the key "
                + RequestRejectedException.excerpt(key)
                + "; "
                + prefix
                + " is reserved");
      }
    }
  }

  private static void checkCount(String field, int count) {
    if (count > MAX_ENTRIES) {
      throw RequestRejectedException.invalid(
          field, "has " + count + " entries; at most " + MAX_ENTRIES + " are allowed");
    }
  }

  private static void checkText(String field, String value) {
    if (value.length() > MAX_TEXT) {
      throw RequestRejectedException.invalid(
          field, "has " + value.length() + " characters; at most " + MAX_TEXT + " are allowed");
    }
    if (!Text.isPrintable(value)) {
      throw RequestRejectedException.invalid(field, "holds a control character");
    }
  }

  private static void checkProcessText(String field, String value) {
    if (!Text.isProcessText(value)) {
      throw RequestRejectedException.invalid(
          field, "holds a NUL character or a broken Unicode surrogate");
    }
  }

  private static int utf8Length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
