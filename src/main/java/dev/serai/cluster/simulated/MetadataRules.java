package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** The API server's validation of every object's metadata. */
final class MetadataRules {

  private static final int ANNOTATIONS_LIMIT = 256 * 1024;

  private MetadataRules() {}

  static void check(ObjectMeta meta, FieldErrors errors) {
    String name = meta.getName();
    if (name == null || name.isEmpty()) {
      errors.required("metadata.name", "name or generateName is required");
    } else {
      NameRules.subdomainProblems(name).forEach(p -> errors.invalid("metadata.name", name, p));
    }
    labels(meta.getLabels(), errors);
    annotations(meta.getAnnotations(), errors);
  }

  private static void labels(Map<String, String> labels, FieldErrors errors) {
    if (labels == null) {
      return;
    }
    labels.forEach(
        (key, value) -> {
          NameRules.labelKeyProblems(key).forEach(p -> errors.invalid("metadata.labels", key, p));
          NameRules.labelValueProblems(value == null ? "" : value)
              .forEach(p -> errors.invalid("metadata.labels", value, p));
        });
  }

  private static void annotations(Map<String, String> annotations, FieldErrors errors) {
    if (annotations == null) {
      return;
    }
    long size = 0;
    for (Map.Entry<String, String> entry : annotations.entrySet()) {
      String key = entry.getKey();
      NameRules.labelKeyProblems(key.toLowerCase(Locale.ROOT))
          .forEach(p -> errors.invalid("metadata.annotations", key, p));
      size += bytes(key) + bytes(entry.getValue());
    }
    if (size > ANNOTATIONS_LIMIT) {
      errors.tooLong("metadata.annotations", "must have at most " + ANNOTATIONS_LIMIT + " bytes");
    }
  }

  private static int bytes(String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
