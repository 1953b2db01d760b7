package dev.serai.http;

import dev.serai.environment.EnvCatalogue;
import dev.serai.environment.EnvJson;
import dev.serai.instance.EnvInstance;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** An instance as AEnvironment's clients read it, with additional fields. */
public final class InstanceJson {

  private final EnvCatalogue catalogue;
  private final Predicate<String> reachable;

  /**
   * @param reachable whether the cached instances of a cluster are up to date
   */
  public InstanceJson(EnvCatalogue catalogue, Predicate<String> reachable) {
    this.catalogue = Objects.requireNonNull(catalogue, "catalogue is null");
    this.reachable = Objects.requireNonNull(reachable, "reachable is null");
  }

  /**
   * All fields, with the whole environment; {@code env} is null when it is no longer in the
   * catalogue.
   */
  Map<String, Object> full(EnvInstance instance) {
    Map<String, Object> data = common(instance);
    data.put("env", catalogue.find(instance.env()).map(EnvJson::of).orElse(null));
    return data;
  }

  /** A row of a list, with only the name and version of the environment. */
  Map<String, Object> row(EnvInstance instance) {
    Map<String, Object> data = common(instance);
    data.put("env", Map.of("name", instance.env().name(), "version", instance.env().version()));
    return data;
  }

  private Map<String, Object> common(EnvInstance instance) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("id", instance.id());
    data.put("env", null);
    data.put("status", instance.status().state().wire());
    data.put("status_reason", instance.status().reason());
    data.put("status_message", instance.status().message());
    instance.status().exitCode().ifPresent(code -> data.put("exit_code", code));
    data.put("created_at", instance.createdAt().toString());
    data.put("updated_at", instance.updatedAt().toString());
    instance.expiresAt().ifPresent(at -> data.put("expires_at", at.toString()));
    data.put("ip", instance.ip());
    data.put("ttl", instance.ttl());
    data.put("owner", instance.owner());
    data.put("labels", instance.labels());
    data.put("cluster", instance.cluster());
    data.put("cluster_reachable", reachable.test(instance.cluster()));
    return data;
  }
}
