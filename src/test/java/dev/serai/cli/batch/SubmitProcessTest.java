package dev.serai.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.cli.Main;
import dev.serai.cli.client.RecordingServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class SubmitProcessTest {

  private static final String ID = "b-aaaaaaaaaaaaaaaa";

  @TempDir private Path folder;

  private RecordingServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RecordingServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void ctrlCLeavesTheBatchRunningAndSaysHowToComeBack() throws Exception {
    server
        .ok(SubmitCommandTest.batch("RUNNING", 0, 0))
        .reply(
            exchange -> {
              exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
              exchange.sendResponseHeaders(200, 0);
              OutputStream out = exchange.getResponseBody();
              out.write(
                  SubmitCommandTest.progress(SubmitCommandTest.batch("RUNNING", 4, 0))
                      .getBytes(StandardCharsets.UTF_8));
              out.flush();
            });
    Process process = serai(List.of(), "submit", document("{}"), "--watch");
    await("the batch is watched")
        .until(() -> server.requests().size() == 2 && output("err").contains("10 items"));

    assertThat(new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor())
        .isZero();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(output("out")).isEmpty();
    assertThat(output("err"))
        .endsWith(
            "The batch keeps running. To follow it again: ./serai batch watch --server %s %s\n"
                .formatted(server.url(), ID));
    // nothing was sent to the server that could end the batch
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void sendsADocumentThatIsLargerThanItsMemory() throws Exception {
    Path large = folder.resolve("large.ndjson");
    byte[] line = ("{\"id\":\"" + "x".repeat(1000) + "\"}\n").getBytes(StandardCharsets.UTF_8);
    int lines = 100_000;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(large))) {
      for (int i = 0; i < lines; i++) {
        out.write(line);
      }
    }
    AtomicLong received = new AtomicLong();
    server.reading(body -> received.set(count(body))).ok(SubmitCommandTest.batch("RUNNING", 0, 0));

    Process process = serai(List.of("-Xmx24m"), "submit", large.toString());

    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(process.exitValue()).as(output("err")).isZero();
    assertThat(received).hasValue((long) lines * line.length);
  }

  private static long count(InputStream body) throws IOException {
    byte[] buffer = new byte[64 * 1024];
    long all = 0;
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      all += read;
    }
    return all;
  }

  private String document(String text) throws IOException {
    return Files.writeString(folder.resolve("batch.json"), text).toString();
  }

  private String output(String which) throws IOException {
    return Files.readString(folder.resolve(which));
  }

  /**
   * What a shell without job control starts in the background ignores SIGINT, and so do all of its
   * children, unless they are started like this; empty where {@code env} can't do it.
   */
  private static List<String> listeningToSignals() throws IOException, InterruptedException {
    List<String> env = List.of("env", "--default-signal=INT");
    List<String> attempt = new ArrayList<>(env);
    attempt.add("true");
    boolean possible =
        new ProcessBuilder(attempt).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor()
            == 0;
    return possible ? env : List.of();
  }

  private Process serai(List<String> options, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(listeningToSignals());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    command.addAll(List.of("--server", server.url()));
    return new ProcessBuilder(command)
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }
}
