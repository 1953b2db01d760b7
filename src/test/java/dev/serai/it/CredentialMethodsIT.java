package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.alicloud.CloudMethods;
import dev.serai.server.LogCapture;
import dev.serai.server.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each method of getting credentials serves the whole life of an instance, and no secret shows. */
class CredentialMethodsIT {

  private static final String FILE = "kubeconfig-file";
  private static final Duration LIFE = Duration.ofMinutes(20);

  @TempDir private Path folder;
  private final LogCapture log = LogCapture.attach();
  private AckOnTestCluster ack;

  @BeforeEach
  void start() {
    ack = AckOnTestCluster.start(folder);
    ack.kubeconfigs("system:masters", LIFE);
  }

  @AfterEach
  void stop() {
    ack.close();
    log.close();
  }

  static Stream<String> methods() {
    return Stream.concat(CloudMethods.ALL.stream(), Stream.of(FILE));
  }

  @ParameterizedTest
  @MethodSource("methods")
  void createsReadsFollowsAndDeletes(String method) {
    log.verbose();
    StringBuilder reported = new StringBuilder();
    try (RunningServer server = RunningServer.start(folder.resolve("data"), flags(method))) {
      RunningServer.Answer made = server.post("{\"envName\":\"ticker@1.0.0\"}");
      assertThat(made.http()).as(made.message()).isEqualTo(200);
      String id = made.id();
      assertThat(server.await(id, "Running").status()).isEqualTo("Running");
      RunningServer.Answer read = server.get("/env-instance/" + id + "?events=true");
      assertThat(read.http()).isEqualTo(200);
      try (FollowedLog followed = FollowedLog.of(server, id)) {
        await().atMost(Duration.ofSeconds(30)).until(() -> followed.lines().size() > 2);
        assertThat(followed.lines()).startsWith("0", "1", "2");
        assertThat(server.delete("/env-instance/" + id).http()).isEqualTo(200);
        await()
            .alias("the followed log ends with its instance")
            .atMost(Duration.ofSeconds(60))
            .until(() -> followed.end().isPresent());
        assertThat(followed.end().orElseThrow()).contains("200");
      }
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> ack.admin().pods().inNamespace(ack.namespace()).withName(id).get() == null);
      reported.append(made.raw().body()).append(read.raw().body());
      for (String page : List.of("/metrics", "/health", "/health/ready", "/admin/routes")) {
        reported.append(server.sendRaw(HttpRequest.newBuilder(server.managementUri(page))).body());
      }
      reported.append(ofTheProcess());
    }
    reported.append(log.lines());
    assertThat(secrets()).isNotEmpty();
    assertThat(secrets())
        .allSatisfy(secret -> assertThat(reported.toString()).doesNotContain(secret));
  }

  private Map<String, String> flags(String method) {
    if (!method.equals(FILE)) {
      return ack.flags(method);
    }
    Path file = folder.resolve("kubeconfig");
    try {
      Files.writeString(file, ack.kubeconfig("system:masters", LIFE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> flags = new HashMap<>(ack.place());
    flags.put("alicloud-kubeconfig-path", file.toString());
    return flags;
  }

  private List<String> secrets() {
    return Stream.of(ack.keys(), ack.cloud().issuedSecrets(), ack.methods().secrets())
        .flatMap(List::stream)
        .toList();
  }

  /** What others on this computer, or who has a thread dump, can read of it. */
  private static String ofTheProcess() {
    StringBuilder all = new StringBuilder();
    try {
      all.append(Files.readString(Path.of("/proc/self/cmdline")));
      all.append(Files.readString(Path.of("/proc/self/environ")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ProcessHandle.current()
        .descendants()
        .forEach(child -> all.append(child.info().commandLine().orElse("")));
    all.append(System.getProperties());
    Thread.getAllStackTraces().keySet().forEach(thread -> all.append(thread.getName()));
    return all.toString();
  }
}
