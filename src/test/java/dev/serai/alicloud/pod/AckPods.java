package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.environment.Env;
import dev.serai.environment.EnvCatalogue;
import dev.serai.environment.FolderEnvCatalogue;
import dev.serai.environment.InvalidFileException;
import dev.serai.environment.YamlTree;
import dev.serai.instance.EnvRef;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.RequestReader;
import dev.serai.instance.Ttl;
import dev.serai.pod.InstancePlan;
import dev.serai.pod.InstancePlanner;
import dev.serai.pod.PodExtension;
import dev.serai.pod.PodPlanner;
import dev.serai.pod.PodTemplate;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** What the tests plan: pods of an environment and a request that each may have a section. */
final class AckPods {

  static final EnvRef REF = new EnvRef("demo", "1.0.0");

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-01T12:00:00Z"), ZoneOffset.UTC);

  private AckPods() {}

  /** The pod of a request with this section, which is YAML. */
  static Pod of(String request) {
    return of("{}", "{}", request, shipped("singleContainer"));
  }

  static Pod of(String defaults, String environment, String request) {
    return of(defaults, environment, request, shipped("singleContainer"));
  }

  static Pod of(String defaults, String environment, String request, PodTemplate template) {
    return pod(
        new AckPodFeatures(defaults(defaults)), plan(environment, request(request)), template);
  }

  /** The same pod without a section and without an extension. */
  static Pod plain(PodTemplate template) {
    return pod(PodExtension.NONE, plan("{}", InstanceRequest.of(REF)), template);
  }

  static Pod pod(PodExtension extension, InstancePlan plan, PodTemplate template) {
    return new PodPlanner(false, extension).toPod(plan, template);
  }

  static AckDefaults defaults(String section) {
    try {
      return AckDefaults.parse("alicloud: " + section);
    } catch (InvalidFileException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static InstanceRequest request(String section) {
    return new RequestReader(List.of(new AckSection()))
        .read("{\"envName\":\"" + REF + "\",\"alicloud\":" + json(section) + "}");
  }

  static JsonNode json(String yaml) {
    try {
      return YamlTree.parse("it: " + yaml).require("it").json();
    } catch (InvalidFileException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static InstancePlan plan(String environment, InstanceRequest request) {
    return new InstancePlanner(
            only(environment(environment)), Ttl.of(Duration.ofHours(1)), CLOCK, new Random(7))
        .plan(request, Optional.empty());
  }

  static PodTemplate shipped(String name) {
    try {
      return template(Files.readString(Path.of("config/pod-templates", name + ".yaml")));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static PodTemplate template(String yaml) {
    return new PodTemplate("t", Serialization.unmarshal(yaml, Pod.class));
  }

  /** Every value of a pod by its place; containers by their names. */
  static Map<String, String> values(Pod pod) {
    Map<String, String> values = new TreeMap<>();
    collect("", tree(pod), values);
    return values;
  }

  private static JsonNode tree(Pod pod) {
    try {
      return YamlTree.parse(Serialization.asYaml(pod)).json();
    } catch (InvalidFileException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void collect(String place, JsonNode value, Map<String, String> values) {
    if (value.isObject()) {
      value.properties().forEach(e -> collect(place + "/" + e.getKey(), e.getValue(), values));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        String name =
            place.endsWith("/containers") ? value.get(i).path("name").asText() : String.valueOf(i);
        collect(place + "[" + name + "]", value.get(i), values);
      }
    } else {
      values.put(
          place
              .substring(1)
              .replaceFirst("^metadata/annotations/", "@")
              .replaceFirst("^metadata/labels/", "#"),
          value.asText());
    }
  }

  private static Env environment(String section) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("environments");
      Path file = folder.resolve("e.yaml");
      Files.writeString(
          file,
          "name: demo\nversion: 1.0.0\nimage: busybox\nsecondImage: busybox\nalicloud: "
              + section
              + "\n");
      try (FolderEnvCatalogue read = FolderEnvCatalogue.open(folder, List.of(new AckSection()))) {
        return read.find(REF)
            .orElseThrow(() -> new IllegalArgumentException(read.problems().toString()));
      } finally {
        Files.delete(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new IllegalStateException("can't use " + folder, e);
    }
  }

  private static EnvCatalogue only(Env env) {
    return new EnvCatalogue() {
      @Override
      public Optional<Env> find(EnvRef ref) {
        return Optional.of(env);
      }

      @Override
      public Collection<Env> all() {
        return List.of(env);
      }

      @Override
      public Set<String> versionsOf(String name) {
        return Set.of(env.ref().version());
      }
    };
  }
}
