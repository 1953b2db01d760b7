package dev.serai.http;

import dev.serai.cluster.PodLogs;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.InstanceState;
import dev.serai.instance.Refusal;
import dev.serai.pod.PodContract;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code logs}: writes the log of an instance to the client as it comes, no faster than the
 * client reads, until it ends or the client has left. Each stream holds one thread, so there is a
 * limit.
 */
public final class LogAnswer implements AutoCloseable {

  private static final String RESPONSE = "SeraiHttpResponse";
  private static final Logger LOG = LoggerFactory.getLogger(LogAnswer.class);
  private static final int CHUNK = 8 * 1024;
  private static final int MAX_TAIL = 1_000_000;
  private static final Duration SLOWEST_CLIENT = Duration.ofMinutes(1);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final PodLogs logs;
  private final LongPoll.Instances instances;
  private final int maxStreams;
  private final Semaphore free;
  private final Set<InputStream> open = ConcurrentHashMap.newKeySet();

  /**
   * @param maxStreams how many logs may be read at once
   */
  public LogAnswer(PodLogs logs, LongPoll.Instances instances, int maxStreams) {
    this.logs = Objects.requireNonNull(logs, "logs is null");
    this.instances = Objects.requireNonNull(instances, "instances is null");
    this.maxStreams = maxStreams;
    this.free = new Semaphore(maxStreams);
  }

  /** Remembers where the answer goes: later steps replace the message that knows it. */
  public void attend(Exchange exchange) {
    exchange.setProperty(RESPONSE, exchange.getMessage(HttpMessage.class).getResponse());
  }

  /**
   * Answers the request of this exchange by itself, and does not come back before the log has
   * ended.
   */
  public void stream(
      @Body EnvInstance instance,
      @Header("tail") String tail,
      @Header("follow") String follow,
      @Header("container") String container,
      Exchange exchange) {
    OptionalInt lines = lines(tail);
    boolean following = yes("follow", follow);
    String of = container == null || container.isEmpty() ? PodContract.MAIN_CONTAINER : container;
    if (!free.tryAcquire()) {
      throw Refusal.tooMany(
          "more than " + maxStreams + " logs are being read already (serai.max-log-streams)",
          Duration.ofSeconds(5));
    }
    try {
      HttpServerResponse response = exchange.getProperty(RESPONSE, HttpServerResponse.class);
      copy(
          following ? follow(instance.id(), of, lines, response) : read(instance.id(), of, lines),
          response);
    } finally {
      free.release();
    }
  }

  /** What has been written so far; nothing while the container has not started. */
  private InputStream read(String id, String container, OptionalInt lines) {
    return logs.open(id, container, lines, false).orElseGet(InputStream::nullInputStream);
  }

  /** Waits for the container to start; an instance that ended without has written nothing. */
  private InputStream follow(
      String id, String container, OptionalInt lines, HttpServerResponse response) {
    boolean started = false;
    while (!response.closed()) {
      Optional<InputStream> log = logs.open(id, container, lines, true);
      if (log.isPresent()) {
        return log.get();
      }
      if (started) {
        break;
      }
      started = instances.await(id, InstanceState.RUNNING, LOOK_AGAIN).join();
    }
    return InputStream.nullInputStream();
  }

  /** Ends all streams, for a stop of the server. */
  @Override
  public void close() {
    open.forEach(LogAnswer::closeQuietly);
  }

  private void copy(InputStream log, HttpServerResponse response) {
    open.add(log);
    response.closeHandler(left -> closeQuietly(log));
    response.setChunked(true).putHeader("Content-Type", "text/plain; charset=utf-8");
    try (log) {
      // the head goes out at once: a follower of a silent log must know that it is connected
      var unusedHead = response.writeHead();
      byte[] chunk = new byte[CHUNK];
      for (int read = log.read(chunk); read >= 0 && !response.closed(); read = log.read(chunk)) {
        var unusedWrite = response.write(Buffer.buffer(Arrays.copyOf(chunk, read)));
        awaitRoom(response);
      }
      if (!response.closed()) {
        var unusedEnd = response.end();
      }
    } catch (IOException e) {
      if (!response.closed()) {
        LOG.info("A log broke off: {}", e.toString());
        response.reset();
      }
    } finally {
      open.remove(log);
    }
  }

  /** Waits while the client reads more slowly than the log comes. */
  private static void awaitRoom(HttpServerResponse response) throws IOException {
    if (!response.writeQueueFull()) {
      return;
    }
    CountDownLatch room = new CountDownLatch(1);
    response.drainHandler(drained -> room.countDown());
    try {
      if (response.writeQueueFull()
          && !room.await(SLOWEST_CLIENT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "the client has read nothing for " + SLOWEST_CLIENT.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.debug("A log stream could not be closed", e);
    }
  }

  private static OptionalInt lines(String text) {
    if (text == null || text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      int lines = Integer.parseInt(text);
      if (lines >= 0 && lines <= MAX_TAIL) {
        return OptionalInt.of(lines);
      }
    } catch (NumberFormatException e) {
      // refused below, as what is out of range
    }
    throw Refusal.invalid(
        "tail", Refusal.excerpt(text) + " is not a number of lines from 0 to " + MAX_TAIL);
  }

  private static boolean yes(String field, String text) {
    if (text == null || text.isEmpty() || text.equals("false")) {
      return false;
    }
    if (text.equals("true")) {
      return true;
    }
    throw Refusal.invalid(field, Refusal.excerpt(text) + " is neither true nor false");
  }
}
