package dev.serai.pod;

import java.util.Objects;

/**
 * What keeps a pod from starting, as an event or a condition of it tells.
 *
 * @param forRoom whether its cluster has no room for now, so that another one may take such a pod
 */
public record PodTrouble(String reason, String message, boolean forRoom) {

  public PodTrouble {
    Objects.requireNonNull(reason, "reason is null");
    Objects.requireNonNull(message, "message is null");
  }

  public static PodTrouble of(String reason, String message) {
    return new PodTrouble(reason, message, false);
  }
}
