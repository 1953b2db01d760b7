package dev.serai.cli.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.base.DaemonThreads;
import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.client.ApiClient;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The progress of a batch, from the server's stream of events, across restarts of the server; where
 * there is no stream, by polling.
 */
final class BatchFeed implements AutoCloseable {

  /** A change of the batch or of the connection. */
  sealed interface Update {}

  /** The batch as it is now. */
  record Seen(BatchView batch) implements Update {}

  /** The server does not answer; it is retried. */
  record Away(String why) implements Update {}

  /** The feed has failed for good. */
  record Broken(CommandFailedException failure) implements Update {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiClient client;
  private final String path;
  private final WaitPolicy waitPolicy;
  private final Clock clock;
  private final BlockingQueue<Update> updates = new LinkedBlockingQueue<>();
  private final Thread thread = DaemonThreads.thread("batch-feed", this::run);
  private final Object lock = new Object();

  // the current stream; guarded by the lock
  private InputStream open;
  private Instant lastReceived;
  private boolean batchReceived;
  private boolean closed;

  // of the thread alone
  private boolean streams = true;
  private boolean ended;
  private boolean broken;

  BatchFeed(ApiClient client, String id, WaitPolicy waitPolicy, Clock clock) {
    this.client = Objects.requireNonNull(client, "client is null");
    this.path = ApiClient.path("batches", id);
    this.waitPolicy = Objects.requireNonNull(waitPolicy, "waitPolicy is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.lastReceived = clock.instant();
    thread.start();
  }

  /** The next update, if one comes in time. */
  Optional<Update> next(Duration atMost) {
    hangUpIfSilent();
    try {
      return Optional.ofNullable(updates.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException(ExitCode.ERROR, "interrupted", e);
    }
  }

  private void run() {
    int failures = 0;
    while (!ended && !broken && !isClosed()) {
      try {
        if (streams) {
          follow();
        } else {
          ask();
        }
        failures = 0;
      } catch (CommandFailedException e) {
        if (e.exitCode() == ExitCode.UNREACHABLE || e.isTemporary()) {
          updates.add(new Away(e.getMessage()));
          failures++;
        } else {
          updates.add(new Broken(e));
          broken = true;
        }
      }
      Duration pause = waitPolicy.reconnect().after(failures + 1);
      sleep(streams || pause.compareTo(waitPolicy.poll()) > 0 ? pause : waitPolicy.poll());
    }
  }

  /** A broken stream is retried at once; only a second failure shows that the server is away. */
  private void follow() {
    InputStream stream;
    try {
      stream = client.stream(path + "/events", "text/event-stream");
    } catch (CommandFailedException e) {
      if (e.exitCode() == ExitCode.UNREACHABLE || e.isTemporary()) {
        throw e;
      }
      // no stream here; polling shows whether the batch exists
      streams = false;
      return;
    }
    synchronized (lock) {
      open = stream;
      lastReceived = clock.instant();
      batchReceived = false;
    }
    try (stream) {
      EventStream.read(stream, new Heard());
    } catch (IOException e) {
      // retried
    } finally {
      synchronized (lock) {
        open = null;
        // a silent stream is buffered by something on its way, or is not a stream
        streams = batchReceived;
      }
    }
  }

  private void ask() {
    see(new BatchView(client.get(path).data()));
  }

  private void see(BatchView batch) {
    updates.add(new Seen(batch));
    ended = batch.isFinal();
  }

  private void hangUpIfSilent() {
    synchronized (lock) {
      if (open != null && isTooLate()) {
        try {
          open.close();
        } catch (IOException e) {
          // it is of no use any more
        }
      }
    }
  }

  private boolean isTooLate() {
    Duration silence = Duration.between(lastReceived, clock.instant());
    return silence.compareTo(batchReceived ? waitPolicy.silence() : waitPolicy.firstEvent()) > 0;
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private void sleep(Duration time) {
    if (ended || broken) {
      return;
    }
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      // by close, which has said so
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (open != null) {
        try {
          open.close();
        } catch (IOException e) {
          // it is of no use any more
        }
      }
    }
    thread.interrupt();
  }

  private final class Heard implements EventStream.Listener {

    @Override
    public void alive() {
      synchronized (lock) {
        if (batchReceived) {
          lastReceived = clock.instant();
        }
      }
    }

    @Override
    public boolean on(EventStream.Event event) {
      synchronized (lock) {
        lastReceived = clock.instant();
        batchReceived = true;
      }
      try {
        see(new BatchView(JSON.readTree(event.data())));
      } catch (JsonProcessingException e) {
        // not of this server's making; the next one may be
      }
      return !ended;
    }
  }
}
