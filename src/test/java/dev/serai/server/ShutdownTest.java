package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.server.RunningServer.Answer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stop does not wait for endless requests, and loses nothing. */
class ShutdownTest {

  /** Longer than a test waits, so that a stop which uses it up fails the test. */
  private static final String NEVER = "10m";

  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);
  private static final int QUEUED = 20;

  /** Consumers of the queue: the number of messages in flight. */
  private static final int CONSUMERS = 8;

  @TempDir Path folder;

  @Test
  void endsWhatWaitsAndGivesBackWhatIsRetried() throws Exception {
    try (SimulatedCluster cluster =
            SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
        KubernetesClient direct =
            new KubernetesClientBuilder().withConfig(cluster.config()).build();
        ClusterProxy proxy = ClusterProxy.to(cluster.url())) {
      Map<String, String> flags =
          Map.of(
              "schedule-type",
              "k8s",
              "kubeconfig",
              Kubeconfigs.write(folder.resolve("kubeconfig"), proxy.url(), "t").toString(),
              "shutdown-timeout",
              NEVER,
              "max-waiting",
              "1");
      String demo;
      try (RunningServer server = RunningServer.start(folder.resolve("data"), flags)) {
        demo =
            server
                .post(
                    """
                    {"envName":"demo@1.0.0",
                     "environment_variables":{"SERAI_SIMULATE":"{\\"log\\":[\\"up\\"]}"}}
                    """)
                .id();
        server.await(demo, "Running");
        CompletableFuture<Answer> poll =
            async(() -> server.get("/env-instance/" + demo + "?wait=Terminated&timeout=60s"));
        InputStream followed =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                    HttpRequest.newBuilder(
                            server.uri("/env-instance/" + demo + "/logs?follow=true"))
                        .build(),
                    HttpResponse.BodyHandlers.ofInputStream())
                .body();
        assertThat(followed.read()).isPositive();
        CompletableFuture<byte[]> log = async(() -> rest(followed));
        Awaitility.await("the only place for a waiting request is occupied")
            .until(
                () ->
                    server.get("/env-instance/" + demo + "?wait=Terminated&timeout=1ms").http()
                        == 429);
        assertThat(poll).isNotDone();
        assertThat(log).isNotDone();
        proxy.down();
        double failed = failedCalls(server);
        try (JMSContext context = server.server().connections().createContext()) {
          for (int i = 0; i < QUEUED; i++) {
            context
                .createProducer()
                .send(context.createQueue("serai.requests"), "{\"envName\":\"demo@1.0.0\"}");
          }
        }
        CompletableFuture<Answer> create = async(() -> server.post("{\"envName\":\"demo@1.0.0\"}"));
        Awaitility.await("the creation and the queued ones have been tried")
            .until(() -> failedCalls(server) > failed + CONSUMERS);

        assertThat(stop(server)).succeedsWithin(LONGEST_STOP);
        assertThat(poll.get(60, TimeUnit.SECONDS).status()).isEqualTo("Running");
        assertThat(create.get(60, TimeUnit.SECONDS).http()).isEqualTo(503);
        Awaitility.await().until(log::isDone);
      }
      proxy.up();
      try (RunningServer server = RunningServer.start(folder.resolve("data"), flags)) {
        Awaitility.await()
            .untilAsserted(
                () ->
                    assertThat(direct.pods().inNamespace("default").list().getItems())
                        .hasSize(QUEUED + 1));
        assertThat(server.get("/env-instance/" + demo).status()).isEqualTo("Running");
      }
    }
  }

  @Test
  void doesNotWaitForTheFollowerOfALogThatHasNotBegun() throws Exception {
    Path environments = Files.createDirectory(folder.resolve("environments"));
    Files.writeString(
        environments.resolve("never.yaml"),
        """
        name: never
        version: 1.0.0
        description: No node takes it
        image: busybox:latest
        simulation:
          unschedulable: true
        """);
    Map<String, String> flags =
        Map.of("environments", environments.toString(), "shutdown-timeout", NEVER);
    try (RunningServer server = RunningServer.start(folder.resolve("data"), flags)) {
      String id = server.post("{\"envName\":\"never@1.0.0\"}").id();
      try (Socket follower = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        RawHttp.send(follower, "GET /env-instance/" + id + "/logs?follow=true HTTP/1.1", "", "");
        follower.setSoTimeout(60_000);
        // it knows immediately that it is connected
        byte[] head = new byte[15];
        assertThat(follower.getInputStream().readNBytes(head, 0, head.length)).isEqualTo(15);
        assertThat(new String(head, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");

        assertThat(stop(server)).succeedsWithin(LONGEST_STOP);
      }
    }
  }

  private static CompletableFuture<Void> stop(RunningServer server) {
    return async(
        () -> {
          server.server().close();
          return null;
        });
  }

  private static double failedCalls(RunningServer server) {
    return server.metric("camel_exchanges_failed_total", "routeId=\"cluster-default\"");
  }

  private static byte[] rest(InputStream body) {
    try {
      return body.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> CompletableFuture<T> async(Supplier<T> request) {
    return CompletableFuture.supplyAsync(request, task -> new Thread(task, "client").start());
  }
}
