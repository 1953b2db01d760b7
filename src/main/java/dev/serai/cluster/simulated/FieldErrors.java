package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.StatusCause;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Collects the validation errors of an object, field by field, so that one answer names all of
 * them.
 */
final class FieldErrors {

  private final List<StatusCause> causes = new ArrayList<>();

  void required(String field, String detail) {
    add("FieldValueRequired", field, "Required value" + (detail.isEmpty() ? "" : ": " + detail));
  }

  void invalid(String field, Object value, String detail) {
    String shown = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    add("FieldValueInvalid", field, "Invalid value: " + shown + ": " + detail);
  }

  void duplicate(String field, Object value) {
    add("FieldValueDuplicate", field, "Duplicate value: \"" + value + "\"");
  }

  void notSupported(String field, String value, List<String> supported) {
    String values = supported.stream().map(s -> "\"" + s + "\"").collect(Collectors.joining(", "));
    add(
        "FieldValueNotSupported",
        field,
        "Unsupported value: \"%s\": supported values: %s".formatted(value, values));
  }

  void notFound(String field, String value) {
    add("FieldValueNotFound", field, "Not found: \"" + value + "\"");
  }

  void tooLong(String field, String detail) {
    add("FieldValueTooLong", field, "Too long: " + detail);
  }

  void forbidden(String field, String detail) {
    add("FieldValueForbidden", field, "Forbidden: " + detail);
  }

  private void add(String reason, String field, String message) {
    causes.add(new StatusCause(field, message, reason));
  }

  /**
   * @throws ApiStatusException 422 with every cause, if there is one
   */
  void refuse(Resource resource, String name) {
    if (causes.isEmpty()) {
      return;
    }
    String all =
        causes.stream()
            .map(c -> c.getField() + ": " + c.getMessage())
            .collect(Collectors.joining(", "));
    String message =
        "%s \"%s\" is invalid: %s"
            .formatted(resource.qualifiedKind(), name, causes.size() == 1 ? all : "[" + all + "]");
    throw ApiStatusException.invalid(resource, name, message, causes);
  }
}
