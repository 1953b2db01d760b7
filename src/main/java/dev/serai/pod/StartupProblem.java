package dev.serai.pod;

import java.util.Objects;

/**
 * What keeps a pod from starting, as an event or a condition of it tells.
 *
 * @param capacityExceeded whether its cluster has no room for now, so that another one may take
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
