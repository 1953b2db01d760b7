package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import java.util.List;

/** A failure with the API server's Status, thrown to the place that answers the request. */
final class ApiStatusException extends RuntimeException {

  private final transient Status status;

  private ApiStatusException(Status status) {
    super(status.getMessage(), null, false, false);
    this.status = status;
  }

  Status status() {
    return status;
  }

  private static StatusBuilder of(int code, String reason, String message) {
    return new StatusBuilder()
        .withNewMetadata()
        .endMetadata()
        .withStatus("Failure")
        .withCode(code)
        .withReason(reason)
        .withMessage(message);
  }

  private static ApiStatusException about(
      Resource resource, String name, int code, String reason, String message) {
    return new ApiStatusException(
        of(code, reason, message)
            .withNewDetails()
            .withName(name)
            .withGroup(resource.group.isEmpty() ? null : resource.group)
            .withKind(resource.plural)
            .endDetails()
            .build());
  }

  static ApiStatusException noSuchPath() {
    return new ApiStatusException(
        of(404, "NotFound", "the server could not find the requested resource").build());
  }

  static ApiStatusException methodNotAllowed() {
    return new ApiStatusException(
        of(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource")
            .build());
  }

  static ApiStatusException badRequest(String message) {
    return new ApiStatusException(of(400, "BadRequest", message).build());
  }

  static ApiStatusException unsupportedMediaType(String message) {
    return new ApiStatusException(of(415, "UnsupportedMediaType", message).build());
  }

  static ApiStatusException tooLarge(int limit) {
    return new ApiStatusException(
        of(413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit).build());
  }

  static ApiStatusException expired(String message) {
    return new ApiStatusException(of(410, "Expired", message).build());
  }

  static ApiStatusException internal(Throwable cause) {
    return new ApiStatusException(
        of(500, "InternalError", "Internal error occurred: " + cause.getClass().getSimpleName())
            .build());
  }

  static ApiStatusException notFound(Resource resource, String name) {
    return about(
        resource,
        name,
        404,
        "NotFound",
        "%s \"%s\" not found".formatted(resource.qualified(), name));
  }

  static ApiStatusException alreadyExists(Resource resource, String name) {
    return about(
        resource,
        name,
        409,
        "AlreadyExists",
        "%s \"%s\" already exists".formatted(resource.qualified(), name));
  }

  static ApiStatusException conflict(Resource resource, String name, String why) {
    return about(
        resource,
        name,
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(resource.qualified(), name, why));
  }

  static ApiStatusException invalid(
      Resource resource, String name, String message, List<StatusCause> causes) {
    return new ApiStatusException(
        of(422, "Invalid", message)
            .withNewDetails()
            .withName(name)
            .withGroup(resource.group.isEmpty() ? null : resource.group)
            .withKind(resource.kind)
            .withCauses(causes)
            .endDetails()
            .build());
  }
}
