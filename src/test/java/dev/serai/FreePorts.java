package dev.serai;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for the servers of tests. None is handed out twice, which a system that is asked for any
 * free port does now and then, and none is of those that Linux gives to outgoing connections, which
 * could take it before the server does.
 */
public final class FreePorts {

  private static final int FIRST = 20_000;
  private static final int COUNT = 10_000;
  // another process of tests begins elsewhere
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private FreePorts() {}

  /** A port that nobody listens on, at any address. */
  public static int next() {
    for (int tried = 0; tried < COUNT; tried++) {
      int port = FIRST + NEXT.getAndIncrement() % COUNT;
      if (isFree(port)) {
        return port;
      }
    }
    throw new AssertionError("no port from " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
