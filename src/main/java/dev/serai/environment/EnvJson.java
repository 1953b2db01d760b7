package dev.serai.environment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.instance.Ttl;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An environment as AEnvironment's clients read it, with all fields that their parsers require. The
 * values of environment variables may be secrets and are omitted.
 */
public final class EnvJson {

  /** AEnvironment's number for Ready. */
  private static final int READY = 6;

  private static final JsonMapper JSON = new JsonMapper();

  private EnvJson() {}

  public static Map<String, Object> of(Env env) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", env.ref().toString());
    json.put("name", env.ref().name());
    json.put("description", env.about().description());
    json.put("version", env.ref().version());
    json.put("tags", env.about().tags());
    json.put("code_url", "");
    json.put("status", READY);
    json.put("artifacts", List.of(image(env)));
    json.put("build_config", Map.of());
    json.put("test_config", Map.of());
    json.put("deploy_config", deployConfig(env));
    json.put("created_at", env.about().createdAt().toString());
    json.put("updated_at", env.about().updatedAt().toString());
    return json;
  }

  private static Map<String, String> image(Env env) {
    Map<String, String> artifact = new LinkedHashMap<>();
    artifact.put("id", env.ref().toString());
    artifact.put("type", "image");
    artifact.put("content", env.main().image());
    return artifact;
  }

  private static Map<String, Object> deployConfig(Env env) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("podTemplate", env.pod().template());
    config.put("imagePrefix", env.second().imagePrefix());
    putUnlessEmpty(config, "secondImageName", env.second().image());
    putUnlessEmpty(config, "cpu", env.main().resources().cpu());
    putUnlessEmpty(config, "memory", env.main().resources().memory());
    env.pod().ttl().ifPresent(ttl -> config.put("ttl", ttl.text()));
    if (!env.pod().labels().isEmpty()) {
      config.put("labels", env.pod().labels());
    }
    return config;
  }

  /** The content of the pod annotation that the simulated cluster reads. */
  public static String toJson(Simulation simulation) {
    Map<String, Object> json = new LinkedHashMap<>();
    simulation.runFor().ifPresent(runFor -> json.put("runFor", Ttl.of(runFor).text()));
    json.put("exitCode", simulation.exitCode());
    json.put("log", simulation.log());
    json.put("logEvery", simulation.logEvery().toMillis() + "ms");
    json.put("unschedulable", simulation.unschedulable());
    putUnlessEmpty(json, "imageError", simulation.imageError());
    putUnlessEmpty(json, "failingAttempts", simulation.failingAttempts());
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings and numbers are always JSON", e);
    }
  }

  private static void putUnlessEmpty(Map<String, Object> json, String key, String value) {
    if (!value.isEmpty()) {
      json.put(key, value);
    }
  }
}
