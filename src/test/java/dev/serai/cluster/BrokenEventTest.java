package dev.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.server.LogCapture;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An API server whose watch sends what is no JSON, as something between the two may make of it. */
class BrokenEventTest {

  private static final String SECRET = "hunter-2-of-a-variable";
  private static final String POD =
      """
      {"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","namespace":"default","uid":"u","resourceVersion":"2"},
      "spec":{"containers":[{"name":"main","env":[{"name":"KEY","value":"%s"}]}]}}}"""
          .formatted(SECRET);

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
  private final AtomicInteger watches = new AtomicInteger();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void theWatchIsTakenUpAgainAndTheLogDoesNotQuoteTheEvent() {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    RecordingReceiver reported = new RecordingReceiver();
    Cluster cluster = cluster(server.actualPort());
    try (LogCapture log = LogCapture.attach();
        ClusterPodWatch feed = new ClusterPodWatch(cluster, Map.of(), reported)) {
      feed.start();
      await().untilAsserted(() -> assertThat(reported.names).contains("a"));
      assertThat(log.problems())
          .filteredOn(line -> line.startsWith("dev.serai."))
          .anyMatch(line -> line.contains("Lost the watch of pods"))
          .noneMatch(line -> line.contains(SECRET));
    } finally {
      cluster.clients().close();
    }
  }

  /** The first watch has half an event, the later ones a whole one. */
  private void answer(HttpServerRequest request) {
    if (!"true".equals(request.getParam("watch"))) {
      request
          .response()
          .putHeader("Content-Type", "application/json")
          .end(
              """
              {"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""");
      return;
    }
    boolean first = watches.incrementAndGet() == 1;
    var unused =
        request
            .toWebSocket()
            .onSuccess(
                socket ->
                    socket.writeTextMessage(first ? POD.substring(0, POD.length() - 9) : POD));
  }

  private static Cluster cluster(int port) {
    Config config =
        new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:" + port).build();
    return TestClusters.of(Cluster.Description.only(), config, Clock.systemUTC());
  }

  /** The names of the pods that were told. */
  private static final class RecordingReceiver implements ClusterPodWatch.Receiver {

    private final List<String> names = new CopyOnWriteArrayList<>();

    @Override
    public void put(Pod pod) {
      names.add(pod.getMetadata().getName());
    }

    @Override
    public void remove(Pod pod) {}

    @Override
    public void retain(String cluster, Predicate<Pod> present) {}
  }
}
