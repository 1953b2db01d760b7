package dev.serai;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ports for the servers of tests. Each is handed out once, and belongs to a block of ports that
 * only this process takes from: the process listens on the first port of the block for as long as
 * it lives, so that a second process of tests takes another block. All are below those that Linux
 * gives to outgoing connections (from 32,768), which could otherwise take one before its server
 * does.
 */
public final class FreePorts implements AutoCloseable {

  private static final int FIRST = 20_000;
  // below the port that Erlang's broker listens on for its kind, 25,672
  private static final int END = 25_500;
  private static final int BLOCK = 250;
  private static final FreePorts OF_THIS_PROCESS = new FreePorts(FIRST, END, BLOCK);

  private final int first;
  private final int end;
  private final int size;
  // open until the process ends: a block that was given back could be another one's the next moment
  private final List<ServerSocket> reservations = new ArrayList<>();
  private int next;
  private int endOfBlock;

  FreePorts(int first, int end, int size) {
    this.first = first;
    this.end = end;
    this.size = size;
  }

  /** A port that nobody listens on, at any address, and that nobody else is given. */
  public static int next() {
    return OF_THIS_PROCESS.take();
  }

  synchronized int take() {
    while (true) {
      if (next == endOfBlock) {
        reserveBlock();
      }
      int port = next++;
      // by another program on this machine, which was there before
      if (!isListenedOn(port)) {
        return port;
      }
    }
  }

  private void reserveBlock() {
    int start =
        IntStream.iterate(first, from -> from + size <= end, from -> from + size)
            .filter(this::reserve)
            .findFirst()
            .orElseThrow(
                () -> new AssertionError("no block of ports is left from " + first + " to " + end));
    next = start + 1;
    endOfBlock = start + size;
  }

  private boolean reserve(int port) {
    try {
      reservations.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives the blocks back. */
  @Override
  public void close() throws IOException {
    for (ServerSocket reservation : reservations) {
      reservation.close();
    }
  }

  private static boolean isListenedOn(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return !socket.isBound();
    } catch (IOException e) {
      return true;
    }
  }
}
