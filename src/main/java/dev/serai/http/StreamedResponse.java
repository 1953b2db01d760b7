package dev.serai.http;

import dev.serai.exchange.ExchangeNames;
import dev.serai.route.GatedDirectComponent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A response that is streamed to its client, no faster than the client reads. Camel itself would
 * buffer all of it first.
 */
public final class StreamedResponse {

  private static final String RESPONSE = ExchangeNames.HTTP_RESPONSE;
  private static final String REQUEST = ExchangeNames.HTTP_REQUEST;
  private static final Logger LOG = LoggerFactory.getLogger(StreamedResponse.class);
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final Duration SLOWEST_CLIENT = Duration.ofMinutes(1);

  private final HttpServerResponse response;
  private volatile boolean stopped;

  StreamedResponse(HttpServerResponse response) {
    this.response = Objects.requireNonNull(response, "response is null");
  }

  /**
   * Stores request and response as properties, because later steps replace the message that has
   * them.
   */
  static void captureResponse(Exchange exchange) {
    if (exchange.getMessage() instanceof HttpMessage message) {
      exchange.setProperty(RESPONSE, message.getResponse());
      exchange.setProperty(REQUEST, message.getRequest());
    }
  }

  /** The HTTP request of an exchange. */
  public static HttpServerRequest request(Exchange exchange) {
    return exchange.getProperty(REQUEST, HttpServerRequest.class);
  }

  /**
   * The response of an exchange that came by HTTP. From now on, a reload of its routes does not
   * wait for it.
   */
  public static StreamedResponse of(Exchange exchange) {
    exchange.setProperty(GatedDirectComponent.OPEN_ENDED, true);
    return new StreamedResponse(exchange.getProperty(RESPONSE, HttpServerResponse.class));
  }

  HttpServerResponse response() {
    return response;
  }

  /** Sets a header, unless the head was already sent. */
  public StreamedResponse header(String name, String value) {
    if (!response.headWritten()) {
      response.putHeader(name, value);
    }
    return this;
  }

  /**
   * Sends the head immediately, so that the client of a silent stream knows that it is connected.
   */
  public void begin(String contentType) {
    if (!response.headWritten() && !response.closed()) {
      response.setChunked(true).putHeader("Content-Type", contentType);
      var unused = response.writeHead();
    }
  }

  public boolean hasBegun() {
    return response.headWritten();
  }

  /** Whether the client is still connected. */
  public boolean isOpen() {
    return !response.closed();
  }

  /** Runs the action when the client disconnects; immediately if it has. */
  public void onLeave(Runnable action) {
    response.closeHandler(left -> action.run());
    if (response.closed()) {
      action.run();
    }
  }

  /**
   * Writes a piece, and waits while the client reads more slowly.
   *
   * @throws IOException when the client has disconnected, or has read nothing for a minute
   */
  public void write(Buffer piece) throws IOException {
    if (response.closed()) {
      throw new IOException("the client has disconnected");
    }
    if (stopped) {
      throw new IOException("the server is stopping");
    }
    var unused = response.write(piece);
    awaitRoom();
  }

  /** Makes further writes fail. */
  void stop() {
    stopped = true;
  }

  /**
   * Ends the response even if the client has disconnected; otherwise Camel would write to it again.
   */
  public void end() {
    if (!response.ended()) {
      var unused = response.end();
    }
  }

  /** Resets the connection, so that the client sees that the response is incomplete. */
  public void breakOff() {
    if (!response.closed()) {
      cut();
    }
    end();
  }

  /** Closes the connection; a response that ends before that would look complete. */
  private void cut() {
    CountDownLatch closed = new CountDownLatch(1);
    response.closeHandler(done -> closed.countDown());
    response.reset();
    try {
      if (!response.closed() && !closed.await(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Could not close a connection in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitRoom() throws IOException {
    if (!response.writeQueueFull()) {
      return;
    }
    CountDownLatch room = new CountDownLatch(1);
    response.drainHandler(drained -> room.countDown());
    try {
      long until = System.nanoTime() + SLOWEST_CLIENT.toNanos();
      while (response.writeQueueFull() && !response.closed() && !room.await(1, TimeUnit.SECONDS)) {
        if (System.nanoTime() > until) {
          throw new IOException(
              "the client has read nothing for " + SLOWEST_CLIENT.toSeconds() + " s");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
