package dev.serai.alicloud.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.alicloud.auth.CredentialInference;
import dev.serai.settings.KmsReference;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Replaces the settings' references to KMS by the secrets' values; once, at the start. */
public final class KmsSecrets {

  private static final JsonMapper JSON = new JsonMapper();

  private KmsSecrets() {}

  /**
   * The settings without references.
   *
   * @throws CloudApiException when one can't be read
   */
  public static Settings resolve(Settings settings) {
    Map<Setting, KmsReference> references = references(settings);
    if (references.isEmpty()) {
      return settings;
    }
    try (CloudApi api = CloudApi.open(settings, CredentialInference.of(settings).method())) {
      return settings.withValues(values(references, api::secret));
    }
  }

  /** Whether a secret's value is in KMS. */
  public static boolean isNeeded(Settings settings) {
    return !references(settings).isEmpty();
  }

  static Map<Setting, String> values(
      Map<Setting, KmsReference> references, UnaryOperator<String> kms) {
    Map<String, String> secrets = new HashMap<>();
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    references.forEach(
        (setting, reference) ->
            values.put(
                setting,
                field(setting, reference, secrets.computeIfAbsent(reference.secretName(), kms))));
    return values;
  }

  private static Map<Setting, KmsReference> references(Settings settings) {
    Map<Setting, KmsReference> references = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      settings.kmsReference(setting).ifPresent(reference -> references.put(setting, reference));
    }
    return references;
  }

  private static String field(Setting setting, KmsReference reference, String secret) {
    if (reference.field().isEmpty()) {
      return secret;
    }
    JsonNode value = object(setting, reference, secret).path(reference.field().get());
    if (!value.isValueNode()) {
      throw failure(setting, reference, "the secret has no such field");
    }
    return value.asText();
  }

  private static JsonNode object(Setting setting, KmsReference reference, String secret) {
    try {
      return JSON.readTree(secret);
    } catch (JsonProcessingException e) {
      // its message may quote the secret
      throw failure(setting, reference, "the secret is no JSON");
    }
  }

  private static CloudApiException failure(Setting setting, KmsReference reference, String words) {
    return new CloudApiException(
        "take " + setting.key() + " from " + reference,
        "Field",
        words,
        "without #field the whole secret is taken");
  }
}
