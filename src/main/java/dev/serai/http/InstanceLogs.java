package dev.serai.http;

import dev.serai.cluster.PodLogs;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.InstanceState;
import dev.serai.instance.RequestRejectedException;
import dev.serai.pod.PodContract;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code instanceLogs}: streams the log of an instance to the client, no faster than the
 * client reads, until the log ends or the client disconnects. Each stream holds a thread, so their
 * number is limited.
 */
public final class InstanceLogs implements AutoCloseable {

  /** Content type of a log. */
  public static final String TEXT = "text/plain; charset=utf-8";

  private static final Logger LOG = LoggerFactory.getLogger(InstanceLogs.class);
  private static final int CHUNK = 8 * 1024;

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final PodLogs logs;
  private final LongPoll.Instances instances;
  private final OpenStreams streams;
  private final Set<InputStream> open = ConcurrentHashMap.newKeySet();
  private final Map<HttpServerResponse, CompletableFuture<Boolean>> starts =
      new ConcurrentHashMap<>();
  private volatile boolean stopping;

  public InstanceLogs(PodLogs logs, LongPoll.Instances instances, OpenStreams streams) {
    this.logs = Objects.requireNonNull(logs, "logs is null");
    this.instances = Objects.requireNonNull(instances, "instances is null");
    this.streams = Objects.requireNonNull(streams, "streams is null");
  }

  /** Writes the response itself, and returns when the log has ended. */
  public void stream(
      @Body EnvInstance instance,
      @Header("tail") String tail,
      @Header("follow") String follow,
      @Header("container") String container,
      Exchange exchange) {
    OptionalInt lines = QueryValues.lines(tail);
    boolean following = QueryValues.yes("follow", follow);
    String of = container == null || container.isEmpty() ? PodContract.MAIN_CONTAINER : container;
    StreamedResponse client = StreamedResponse.of(exchange);
    streams.hold(
        client,
        () ->
            copy(
                following ? follow(instance, of, lines, client) : read(instance, of, lines),
                client));
  }

  /** The log so far; empty while the container has not started. */
  private InputStream read(EnvInstance instance, String container, OptionalInt lines) {
    return logs.open(instance.cluster(), instance.id(), container, lines, false)
        .orElseGet(InputStream::nullInputStream);
  }

  /** Waits for the container to start; the log is empty if the instance ended before. */
  private InputStream follow(
      EnvInstance instance, String container, OptionalInt lines, StreamedResponse client) {
    boolean started = false;
    while (client.isOpen() && !stopping) {
      Optional<InputStream> log = open(instance, container, lines, client);
      if (log.isPresent()) {
        return log.get();
      }
      if (started) {
        break;
      }
      client.begin(TEXT);
      started = awaitStart(instance.id(), client.response());
    }
    return InputStream.nullInputStream();
  }

  private Optional<InputStream> open(
      EnvInstance instance, String container, OptionalInt lines, StreamedResponse client) {
    try {
      return logs.open(instance.cluster(), instance.id(), container, lines, true);
    } catch (RequestRejectedException refusal) {
      if (!client.hasBegun()) {
        throw refusal;
      }
      // the pod existed a moment ago and was deleted before it wrote anything
      return Optional.of(InputStream.nullInputStream());
    }
  }

  private boolean awaitStart(String id, HttpServerResponse response) {
    CompletableFuture<Boolean> start = instances.await(id, InstanceState.RUNNING, LOOK_AGAIN);
    starts.put(response, start);
    try {
      response.closeHandler(left -> start.complete(false));
      if (response.closed() || stopping) {
        start.complete(false);
      }
      return start.join();
    } finally {
      starts.remove(response);
    }
  }

  /** Ends all streams when the server stops. */
  @Override
  public void close() {
    stopping = true;
    starts.values().forEach(start -> start.complete(false));
    open.forEach(InstanceLogs::closeQuietly);
  }

  /** Sends a log from another source, instead of {@link #stream}. */
  public void send(InputStream log, Exchange exchange) {
    StreamedResponse client = StreamedResponse.of(exchange);
    streams.hold(client, () -> copy(log, client));
  }

  private void copy(InputStream log, StreamedResponse client) {
    open.add(log);
    client.onLeave(() -> closeQuietly(log));
    if (stopping) {
      // before the stream was registered for closing
      closeQuietly(log);
    }
    client.begin(TEXT);
    try (log) {
      byte[] chunk = new byte[CHUNK];
      for (int read = log.read(chunk); read >= 0 && client.isOpen(); read = log.read(chunk)) {
        client.write(Buffer.buffer(Arrays.copyOf(chunk, read)));
      }
      client.end();
    } catch (IOException e) {
      if (client.isOpen()) {
        LOG.info("A log stream broke off: {}", e.toString());
      }
      client.breakOff();
    } finally {
      open.remove(log);
    }
  }

  private static void closeQuietly(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      LOG.debug("A log stream could not be closed", e);
    }
  }
}
