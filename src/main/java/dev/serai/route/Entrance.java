package dev.serai.route;

import java.util.Objects;

/**
 * The entry of requests that no Camel consumer can delay, such as an HTTP server: it is held while
 * the routes that serve them are replaced.
 *
 * @param hold from now on, new requests wait
 * @param release waiting requests continue, and new ones no longer wait; also called without a hold
 */
public record Entrance(Runnable hold, Runnable release) {

  /** For routes that have no such entrance. */
  public static final Entrance NONE = new Entrance(() -> {}, () -> {});

  public Entrance {
    Objects.requireNonNull(hold, "hold is null");
    Objects.requireNonNull(release, "release is null");
  }
}
