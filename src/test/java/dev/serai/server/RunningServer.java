package dev.serai.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.FreePorts;
import dev.serai.batch.BatchStore;
import dev.serai.cluster.simulated.SimulationTiming;
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
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A server of the shipped routes and configuration, in this process, on free ports, with a folder
 * of its own. Its simulated cluster is faster than the shipped one.
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
      return new RunningServer(
          Server.start(settings, clock, SimulationTiming.brief()), port, managementPort);
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

  /** The page of metrics. */
  public String metrics() {
    return sendRaw(HttpRequest.newBuilder(managementUri("/metrics"))).body();
  }

  /**
   * The sum of the series of this name that have all of the labels; 0 where there is none.
   *
   * @param labels as on the page: {@code cluster="east"}
   */
  public double metric(String name, String... labels) {
    return metrics()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .filter(line -> Stream.of(labels).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /**
   * Waits until a run of the route has ended that began after this call. The route must do one run
   * after the other, as one from a timer does: then that is the second run to end from now on.
   */
  public void awaitNextRun(String route) {
    double before = runs(route);
    Awaitility.await("a run of route " + route).until(() -> runs(route) >= before + 2);
  }

  /** How many exchanges of the route have ended, well or not. */
  public double runs(String route) {
    return metric("camel_route_policy_seconds_count", "routeId=\"" + route + "\"");
  }

  /** Waits until no exchange of the route is in flight. */
  public void awaitIdle(String route) {
    String label = "routeId=\"" + route + "\"";
    if (!metrics().contains(label)) {
      throw new AssertionError("no exchange of route " + route + " has begun");
    }
    Awaitility.await("no exchange in flight in route " + route)
        .until(() -> metric("camel_exchanges_inflight", label) == 0);
  }

  /**
   * Waits by long polls until the instance is in the state or has ended. A busy machine may need
   * more than one to start a container.
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
