package dev.serai.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.serai.server.Server;
import dev.serai.settings.Settings;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The server of the demo, on free ports and in a folder that goes with it, and its client. */
final class DemoServer implements AutoCloseable {

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param body the envelope
   */
  record Answer(int status, JsonNode body) {

    String message() {
      return body.path("message").asText();
    }

    JsonNode data() {
      return body.path("data");
    }
  }

  private record Ports(int rest, int management) {

    /** Two free ports. Both are bound until both are known: else they might be the same. */
    static Ports free() throws IOException {
      try (ServerSocket rest = new ServerSocket(0);
          ServerSocket management = new ServerSocket(0)) {
        return new Ports(rest.getLocalPort(), management.getLocalPort());
      }
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Server server;
  private final Settings settings;
  private final Path data;
  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private DemoServer(Server server, Settings settings, Path data, int port) {
    this.server = server;
    this.settings = settings;
    this.data = data;
    this.address = URI.create("http://127.0.0.1:" + port);
  }

  static DemoServer start(Clock clock) throws Exception {
    Path data = Files.createTempDirectory("serai-demo-");
    try {
      Ports ports = Ports.free();
      Map<String, String> flags =
          Map.of(
              "port", String.valueOf(ports.rest()),
              "management-port", String.valueOf(ports.management()),
              "data", data.toString(),
              "cleanup-interval", "500ms");
      // neither a file nor a variable of the user's: the demo is the same everywhere
      Settings settings = Settings.resolve(flags, Map.of(), Optional.empty());
      return new DemoServer(Server.start(settings, clock), settings, data, ports.rest());
    } catch (Exception e) {
      delete(data);
      throw e;
    }
  }

  URI address() {
    return address;
  }

  /** The folder that is deleted with the server. */
  Path folder() {
    return data;
  }

  Path requests() {
    return settings.home().resolve("samples/requests");
  }

  ConnectionFactory connections() {
    return server.connections();
  }

  Answer post(String body, Map<String, String> headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve("/env-instance"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return send(request);
  }

  Answer get(String path) throws IOException {
    return send(HttpRequest.newBuilder(address.resolve(path)));
  }

  Answer delete(String id) throws IOException {
    return send(HttpRequest.newBuilder(address.resolve("/env-instance/" + id)).DELETE());
  }

  InputStream log(String id) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/env-instance/" + id + "/logs?follow=true"))
            .build();
    return exchange(request, HttpResponse.BodyHandlers.ofInputStream()).body();
  }

  private Answer send(HttpRequest.Builder request) throws IOException {
    HttpResponse<String> answer =
        exchange(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException {
    try {
      return http.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      server.close();
    } finally {
      delete(data);
    }
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
