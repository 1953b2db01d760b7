package dev.serai.http;

import dev.serai.instance.FailureKind;
import dev.serai.instance.RequestRejectedException;
import java.time.Duration;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;

/** Maps failures to rejections; see the table of errors in routes/README.md. */
final class ErrorMapper {

  private static final Duration NEXT_SECOND = Duration.ofSeconds(1);

  private ErrorMapper() {}

  /** The rejection that a failure amounts to, or null when it is a bug of this program. */
  static RequestRejectedException refusal(Throwable failure) {
    return FailureKind.decisive(failure).map(cause -> refusal(cause, failure)).orElse(null);
  }

  private static RequestRejectedException refusal(Throwable cause, Throwable failure) {
    if (cause instanceof RequestRejectedException refusal) {
      return refusal;
    }
    if (cause instanceof ThrottlerRejectedExecutionException) {
      return RequestRejectedException.tooMany(
          "more requests than the limit of this server (serai.qps); try again later", NEXT_SECOND);
    }
    String message =
        switch (FailureKind.of(cause)) {
          case CIRCUIT_OPEN -> "the cluster has not been reachable for a while; try again later";
          case NOT_ACCEPTED -> "this server is stopping; try again";
          case CLUSTER_UNAVAILABLE,
              DATABASE_UNAVAILABLE,
              BUSY,
              NO_ROOM,
              CREDENTIALS_REJECTED,
              REFUSED,
              INTERNAL ->
              cause.getMessage() + "; try again later";
        };
    return RequestRejectedException.unavailable(message, ResponseWriter.retrySoon(), failure);
  }
}
