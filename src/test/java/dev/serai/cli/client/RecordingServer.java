package dev.serai.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers with what a test has prepared, in its order, and keeps what was asked. */
final class RecordingServer implements AutoCloseable {

  record Request(String method, String uri, Map<String, String> headers, String body) {}

  @FunctionalInterface
  interface Reply {
    void send(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  RecordingServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Request> requests() {
    return requests;
  }

  RecordingServer ok(String data, String... headers) {
    return reply(
        200, "{\"success\":true,\"code\":0,\"message\":\"\",\"data\":" + data + "}", headers);
  }

  RecordingServer refuse(int status, String message) {
    return reply(
        status,
        "{\"success\":false,\"code\":%d,\"message\":\"%s\",\"data\":null}"
            .formatted(status, message));
  }

  RecordingServer reply(int status, String body, String... headers) {
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

  /** Breaks the connection in place of an answer. */
  RecordingServer hangUp() {
    return reply(HttpExchange::close);
  }

  RecordingServer reply(Reply reply) {
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
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
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
  }
}
