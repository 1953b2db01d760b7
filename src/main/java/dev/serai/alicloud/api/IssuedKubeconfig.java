package dev.serai.alicloud.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A kubeconfig as ACK issues it; the text holds a key and is never shown.
 *
 * @param expiration as ACK says; empty when it says nothing
 */
public record IssuedKubeconfig(String text, Optional<Instant> expiration) {

  public IssuedKubeconfig {
    Objects.requireNonNull(text, "text is null");
    Objects.requireNonNull(expiration, "expiration is null");
  }

  @Override
  public String toString() {
    return "kubeconfig until " + expiration.map(Instant::toString).orElse("?");
  }
}
