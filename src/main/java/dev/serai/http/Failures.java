package dev.serai.http;

import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.instance.Refusal;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;

/** What a failure means to the one who asked; see the table of errors in routes/README.md. */
final class Failures {

  private static final Duration NEXT_SECOND = Duration.ofSeconds(1);

  private Failures() {}

  /** The refusal that a failure amounts to, or null when it is a fault of this program. */
  static Refusal refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refusal;
      }
      if (cause instanceof ThrottlerRejectedExecutionException) {
        return Refusal.tooMany(
            "more requests than the limit of this server (serai.qps); try again later",
            NEXT_SECOND);
      }
      if (cause instanceof ClusterUnavailableException) {
        return Refusal.unavailable(
            cause.getMessage() + "; try again later", Answers.retrySoon(), failure);
      }
      if (cause instanceof DatabaseUnavailableException) {
        return Refusal.unavailable(
            cause.getMessage() + "; try again later", Answers.retrySoon(), failure);
      }
      if (cause instanceof CallNotPermittedException) {
        return Refusal.unavailable(
            "the cluster has not been reachable for a while; try again later",
            Answers.retrySoon(),
            failure);
      }
      if (cause instanceof RejectedExecutionException) {
        return Refusal.unavailable(
            "this server is stopping; try again", Answers.retrySoon(), failure);
      }
    }
    return null;
  }
}
