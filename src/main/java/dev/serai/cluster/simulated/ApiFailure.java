package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.StatusCause;
import java.util.List;

/** A refusal as the API server words it, thrown to where it is answered. */
final class ApiFailure extends RuntimeException {

  private final transient Status status;

  private ApiFailure(Status status) {
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

  private static ApiFailure about(
      Resource resource, String name, int code, String reason, String message) {
    return new ApiFailure(
        of(code, reason, message)
            .withNewDetails()
            .withName(name)
            .withGroup(resource.group.isEmpty() ? null : resource.group)
            .withKind(resource.plural)
            .endDetails()
            .build());
  }

  static ApiFailure noSuchPath() {
    return new ApiFailure(
        of(404, "NotFound", "the server could not find the requested resource").build());
  }

  static ApiFailure methodNotAllowed() {
    return new ApiFailure(
        of(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource")
            .build());
  }

  static ApiFailure badRequest(String message) {
    return new ApiFailure(of(400, "BadRequest", message).build());
  }

  static ApiFailure unsupportedMediaType(String message) {
    return new ApiFailure(of(415, "UnsupportedMediaType", message).build());
  }

  static ApiFailure tooLarge(int limit) {
    return new ApiFailure(
        of(413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit).build());
  }

  static ApiFailure expired(String message) {
    return new ApiFailure(of(410, "Expired", message).build());
  }

  static ApiFailure internal(Throwable cause) {
    return new ApiFailure(
        of(500, "InternalError", "Internal error occurred: " + cause.getClass().getSimpleName())
            .build());
  }

  static ApiFailure notFound(Resource resource, String name) {
    return about(
        resource,
        name,
        404,
        "NotFound",
        "%s \"%s\" not found".formatted(resource.qualified(), name));
  }

  static ApiFailure alreadyExists(Resource resource, String name) {
    return about(
        resource,
        name,
        409,
        "AlreadyExists",
        "%s \"%s\" already exists".formatted(resource.qualified(), name));
  }

  static ApiFailure conflict(Resource resource, String name, String why) {
    return about(
        resource,
        name,
        409,
        "Conflict",
        "Operation cannot be fulfilled on %s \"%s\": %s"
            .formatted(resource.qualified(), name, why));
  }

  static ApiFailure invalid(
      Resource resource, String name, String message, List<StatusCause> causes) {
    return new ApiFailure(
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
