package dev.serai.cluster;

import dev.serai.instance.RequestRejectedException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Translates exceptions of the Kubernetes client into Serai's own; see the table of errors in
 * routes/README.md.
 */
final class ClusterErrors {

  private ClusterErrors() {}

  /**
   * The same failure as the routes know it.
   *
   * @param doing for the message, like {@code create pod demo-x}
   */
  static RuntimeException translate(KubernetesClientException failure, String doing) {
    // 0 or below: there was no answer
    int code = Math.max(0, failure.getCode());
    String message = serverMessage(failure);
    return switch (code) {
      // no answer: 0, or -1 where the client was used for a raw request
      case -1, 0 -> unreachable(failure, doing);
      case 400, 404, 405, 406, 413, 415, 422 ->
          RequestRejectedException.badRequest("the cluster refuses to " + doing + ": " + message);
      case 401 -> new CredentialsRejectedException(failure);
      case 403 -> forbidden("the cluster forbids to " + doing + ": " + message);
      case 409 ->
          ClusterUnavailableException.notExecuted("conflict at " + doing + ": " + message, failure);
      case 429 ->
          ClusterUnavailableException.notExecuted(
              "the API server is overloaded: " + message, failure);
      default ->
          ClusterUnavailableException.outcomeUncertain(
              "the API server answers " + code + ": " + message, failure);
    };
  }

  /**
   * An exceeded quota is recognized by the message alone: its reason is the same as that of a
   * missing permission.
   */
  private static RequestRejectedException forbidden(String message) {
    return message.contains("exceeded quota")
        ? RequestRejectedException.noCapacity(message)
        : RequestRejectedException.forbidden(message);
  }

  private static RuntimeException unreachable(KubernetesClientException failure, String doing) {
    if (find(failure, ConnectException.class).isPresent()
        || find(failure, UnknownHostException.class).isPresent()) {
      return ClusterUnavailableException.notExecuted("the API server can't be reached", failure);
    }
    if (find(failure, TimeoutException.class).isPresent()) {
      return ClusterUnavailableException.outcomeUncertain(
          "the API server did not answer in time to " + doing, failure);
    }
    return ClusterUnavailableException.outcomeUncertain(
        "the connection to the API server broke at " + doing, failure);
  }

  /** Whether a creation was rejected because the name is taken. */
  static boolean isAlreadyExists(KubernetesClientException failure) {
    return Optional.ofNullable(failure.getStatus())
        .map(Status::getReason)
        .filter("AlreadyExists"::equals)
        .isPresent();
  }

  /** The API server's own message, without the URL and the class names that the client adds. */
  private static String serverMessage(KubernetesClientException failure) {
    return Optional.ofNullable(failure.getStatus())
        .map(Status::getMessage)
        .filter(message -> !message.isBlank())
        .orElse("no message");
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return Optional.of(type.cast(cause));
      }
    }
    return Optional.empty();
  }
}
