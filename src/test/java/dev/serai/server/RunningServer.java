package dev.serai.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.FreePorts;
import dev.serai.batch.BatchStore;
import dev.serai.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A server of the shipped routes and configuration, in this process, on free ports, with a folder
 * of its own.
 */
public final class RunningServer implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int LONG_POLLS = 4;

  /**
   * An answer in the envelope.
   *
   * @param http the HTTP status
   */
  public record Answer(int http, JsonNode body, HttpResponse<String> raw) {

    public JsonNode data() {
      return body.path("data");
    }

    public String message() {
      return body.path("message").asText();
    }

    public String id() {
      return data().path("id").asText();
    }

    public String status() {
      return data().path("status").asText();
    }

    private boolean isOnItsWayTo(String state) {
      return http == 200
          && !status().equals(state)
          && !status().equals("Failed")
          && !status().equals("Terminated");
    }
  }

  private final Server server;
  private final int port;
  private final int managementPort;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private RunningServer(Server server, int port, int managementPort) {
    this.server = server;
    this.port = port;
    this.managementPort = managementPort;
  }

  /** Starts one on the simulated cluster, or on what the flags say. */
  public static RunningServer start(Path data, Map<String, String> flags) {
    return start(data, flags, Clock.systemUTC());
  }

  /** Starts one with a configuration file. */
  static RunningServer start(Path data, Map<String, String> flags, Path file) {
    return start(data, flags, Optional.of(file), Clock.systemUTC());
  }

  static RunningServer start(Path data, Map<String, String> flags, Clock clock) {
    return start(data, flags, Optional.empty(), clock);
  }

  private static RunningServer start(
      Path data, Map<String, String> flags, Optional<Path> file, Clock clock) {
    int port = FreePorts.next();
    int managementPort = FreePorts.next();
    Map<String, String> all = new HashMap<>();
    all.put("port", String.valueOf(port));
    all.put("management-port", String.valueOf(managementPort));
    all.put("data", data.toString());
    all.putAll(flags);
    try {
      Settings settings = Settings.resolve(all, Map.of(), file, Path.of("").toAbsolutePath());
      return new RunningServer(Server.start(settings, clock), port, managementPort);
    } catch (Exception e) {
      throw new AssertionError("the server does not start: " + e.getMessage(), e);
    }
  }

  /** The batches, beside the routes. */
  public BatchStore batches() {
    return server.batchStore();
  }

  public int port() {
    return port;
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  public URI managementUri(String path) {
    return URI.create("http://127.0.0.1:" + managementPort + path);
  }

  public Answer post(String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/env-instance"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    request.header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  public Answer get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  public Answer delete(String path) {
    return send(HttpRequest.newBuilder(uri(path)).DELETE());
  }

  /**
   * Waits by long polls until the instance is in the state or has ended. A machine that does much
   * else may need more than one to start a container.
   */
  public Answer await(String id, String state) {
    Answer last = poll(id, state);
    for (int polls = 1; polls < LONG_POLLS && last.isOnItsWayTo(state); polls++) {
      last = poll(id, state);
    }
    return last;
  }

  private Answer poll(String id, String state) {
    return get("/env-instance/" + id + "?wait=" + state + "&timeout=30s");
  }

  public Answer send(HttpRequest.Builder request) {
    HttpResponse<String> raw = sendRaw(request);
    try {
      return new Answer(raw.statusCode(), JSON.readTree(raw.body()), raw);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + raw.statusCode() + " " + raw.body(), e);
    }
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + json, e);
    }
  }

  public HttpResponse<String> sendRaw(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public Server server() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
