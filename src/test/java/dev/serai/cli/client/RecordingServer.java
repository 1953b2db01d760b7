package dev.serai.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers with what a test has prepared, in its order, and keeps what was asked. */
public final class RecordingServer implements AutoCloseable {

  public record Request(String method, String uri, Map<String, String> headers, String body) {}

  @FunctionalInterface
  public interface Reply {
    void send(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private volatile Optional<Reading> reading = Optional.empty();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public RecordingServer() throws IOException {
    this(0);
  }

  /** On this port; 0 for any. */
  public RecordingServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
    // a stream that goes on must not keep the others from being answered
    server.setExecutor(threads);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public List<Request> requests() {
    return requests;
  }

  public RecordingServer ok(String data, String... headers) {
    return reply(
        200, "{\"success\":true,\"code\":0,\"message\":\"\",\"data\":" + data + "}", headers);
  }

  public RecordingServer refuse(int status, String message) {
    return reply(
        status,
        "{\"success\":false,\"code\":%d,\"message\":\"%s\",\"data\":null}"
            .formatted(status, message));
  }

  public RecordingServer reply(int status, String body, String... headers) {
    return reply(
        exchange -> {
          for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
          }
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
  }

  /**
   * Sends these events, and closes the stream.
   *
   * @param events the whole text, blank lines and all
   */
  public RecordingServer events(String events) {
    return reply(200, events, "Content-Type", "text/event-stream");
  }

  /** What reads the bodies of requests, so that large ones are not kept. */
  @FunctionalInterface
  public interface Reading {
    void read(InputStream body) throws IOException;
  }

  /** Has the bodies of all further requests read by this; they are kept as empty ones. */
  public RecordingServer reading(Reading other) {
    reading = Optional.of(other);
    return this;
  }

  private String body(HttpExchange exchange) throws IOException {
    if (reading.isPresent()) {
      reading.get().read(exchange.getRequestBody());
      return "";
    }
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Breaks the connection in place of an answer. */
  public RecordingServer hangUp() {
    return reply(HttpExchange::close);
  }

  public RecordingServer reply(Reply reply) {
    replies.add(reply);
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            headers,
            body(exchange)));
    Reply reply = replies.poll();
    if (reply == null) {
      exchange.sendResponseHeaders(599, -1);
      exchange.close();
    } else {
      reply.send(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
