package dev.serai.http.batch.stream;

import dev.serai.batch.Batch;
import dev.serai.batch.BatchHead;
import dev.serai.http.OpenStreams;
import dev.serai.http.StreamedResponse;
import dev.serai.http.batch.BatchJson;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code batchEvents}: sends the progress of a batch as server-sent events, until it has ended
 * or the client disconnects.
 */
public final class BatchEvents {

  private static final Logger LOG = LoggerFactory.getLogger(BatchEvents.class);
  private static final Buffer HEARTBEAT = Buffer.buffer(":\n\n");

  private final BatchWatches watches;
  private final OpenStreams streams;
  private final BatchJson json;
  private final Duration heartbeat;

  /**
   * @param heartbeat the longest time without an event or comment
   */
  public BatchEvents(
      BatchWatches watches, OpenStreams streams, BatchJson json, Duration heartbeat) {
    this.watches = Objects.requireNonNull(watches, "watches is null");
    this.streams = Objects.requireNonNull(streams, "streams is null");
    this.json = Objects.requireNonNull(json, "json is null");
    this.heartbeat = Objects.requireNonNull(heartbeat, "heartbeat is null");
  }

  /** Writes the response itself. */
  public void stream(@Body BatchHead batch, Exchange exchange) {
    StreamedResponse client = StreamedResponse.of(exchange);
    streams.hold(client, () -> stream(batch.id(), client));
  }

  private void stream(String batch, StreamedResponse client) {
    try (BatchWatches.Listener listener = watches.listen(batch)) {
      client.onLeave(listener::leave);
      // keeps proxies from buffering the response
      client.header("Cache-Control", "no-cache").header("X-Accel-Buffering", "no");
      client.begin("text/event-stream");
      report(client, listener);
      client.end();
    } catch (IOException e) {
      LOG.debug("A listener has disconnected: {}", e.toString());
      client.breakOff();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      client.breakOff();
    }
  }

  private void report(StreamedResponse client, BatchWatches.Listener listener)
      throws IOException, InterruptedException {
    while (!listener.isFinished()) {
      Optional<Batch> now = listener.next(heartbeat);
      if (listener.isFinished()) {
        return;
      }
      if (now.isEmpty()) {
        client.write(HEARTBEAT);
        continue;
      }
      String data = BatchJson.text(json.of(now.get()));
      client.write(event("progress", data));
      if (now.get().state().isFinal()) {
        client.write(event("end", data));
        return;
      }
    }
  }

  private static Buffer event(String name, String data) {
    return Buffer.buffer("event: " + name + "\ndata: " + data + "\n\n");
  }
}
