package dev.serai.http;

import dev.serai.instance.RequestRejectedException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * How many answers may be under way at once that are written piece by piece: logs, results, events.
 * Each holds the thread of its request, so there is a limit.
 */
public final class OpenStreams implements AutoCloseable {

  private static final Duration COME_BACK = Duration.ofSeconds(5);

  private final int most;
  private final Semaphore free;
  private final Set<StreamedResponse> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * @param most how many at once
   */
  public OpenStreams(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

  /**
   * Writes an answer, in a place of its own.
   *
   * @throws RequestRejectedException 429 when none is free
   */
  public void hold(StreamedResponse client, Runnable answer) {
    if (!free.tryAcquire()) {
      throw RequestRejectedException.tooMany(
          "more than "
              + most
              + " logs and other streams are being read already (serai.max-log-streams)",
          COME_BACK);
    }
    open.add(client);
    try {
      if (stopping) {
        client.stop();
      }
      answer.run();
    } finally {
      open.remove(client);
      free.release();
    }
  }

  /** How many are being written. */
  public int count() {
    return open.size();
  }

  /** Whoever still writes is stopped, for a stop of the server. */
  @Override
  public void close() {
    stopping = true;
    open.forEach(StreamedResponse::stop);
  }
}
