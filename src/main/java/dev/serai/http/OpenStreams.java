package dev.serai.http;

import dev.serai.instance.RequestRejectedException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Limits the concurrent streamed responses: logs, results, events. Each holds the thread of its
 * request.
 */
public final class OpenStreams implements AutoCloseable {

  private static final Duration COME_BACK = Duration.ofSeconds(5);

  private final int most;
  private final Semaphore free;
  private final Set<StreamedResponse> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /**
   * @param most the limit
   */
  public OpenStreams(int most) {
    this.most = most;
    this.free = new Semaphore(most);
  }

  /**
   * Writes a response while it occupies one of the places.
   *
   * @throws RequestRejectedException 429 when none is free
   */
  public void hold(StreamedResponse client, Runnable answer) {
    if (!free.tryAcquire()) {
      throw RequestRejectedException.tooMany(
          "stream limit reached (serai.max-log-streams="
              + most
              + "); close a log or another stream, or raise the limit",
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

  /** The number of open streams. */
  public int count() {
    return open.size();
  }

  /** Ends all streams when the server stops. */
  @Override
  public void close() {
    stopping = true;
    open.forEach(StreamedResponse::stop);
  }
}
