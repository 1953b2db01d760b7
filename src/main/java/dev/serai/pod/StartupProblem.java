package dev.serai.pod;

import java.util.Objects;

/**
 * What keeps a pod from starting, according to one of its events or conditions.
 *
 * @param capacityExceeded whether its cluster has no capacity now, so that another one may accept
 *     such a pod
 */
public record StartupProblem(String reason, String message, boolean capacityExceeded) {

  public StartupProblem {
    Objects.requireNonNull(reason, "reason is null");
    Objects.requireNonNull(message, "message is null");
  }

  public static StartupProblem of(String reason, String message) {
    return new StartupProblem(reason, message, false);
  }
}
