package dev.serai.route;

import java.util.Objects;

/**
 * Where requests come in that no consumer of Camel can keep waiting, such as an HTTP server: it is
 * held while routes that take them in are exchanged.
 *
 * @param hold from now on, new requests wait
 * @param release those that wait go on, and new ones need not wait; also called without a hold
 */
public record Entrance(Runnable hold, Runnable release) {

  /** For routes that have no such entrance. */
  public static final Entrance NONE = new Entrance(() -> {}, () -> {});

  public Entrance {
    Objects.requireNonNull(hold, "hold is null");
    Objects.requireNonNull(release, "release is null");
  }
}
