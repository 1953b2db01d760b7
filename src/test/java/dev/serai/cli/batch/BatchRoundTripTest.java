package dev.serai.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.cli.CommandRun;
import dev.serai.cli.Terminal;
import dev.serai.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the README on a whole server, on the simulated cluster. */
class BatchRoundTripTest {

  @TempDir private static Path folder;

  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(folder.resolve("data"), Map.of());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aSampleIsSubmittedWatchedReadAndDeleted() throws IOException {
    CommandRun submitted = run("submit", "samples/batches/sweep.yaml", "--watch");
    assertThat(submitted.exitCode()).as(submitted.toString()).isZero();
    assertThat(submitted.out()).contains("6 of 6 items succeeded.");

    CommandRun again = run("submit", "samples/batches/sweep.yaml");
    assertThat(again.err()).startsWith("The same batch as before.\n");

    assertThat(run("batch", "list", "--state", "succeeded").out()).contains("sweep", "6/6");
    assertThat(run("batch", "items", "sweep", "--owner", "research").out())
        .containsPattern("lr-0\\.1-batch-32 +SUCCEEDED +2 +0");
    assertThat(run("batch", "items", "sweep", "lr-0.1-batch-32", "--owner", "research").out())
        .containsPattern("(?m)^1 +FAILED +75 ")
        .containsPattern("(?m)^2 +SUCCEEDED +0 ");
    assertThat(
            run(
                    "batch",
                    "logs",
                    "sweep",
                    "lr-0.1-batch-32",
                    "--owner",
                    "research",
                    "--attempt",
                    "1")
                .out())
        .startsWith("flaky: attempt 1");
    assertThat(run("batch", "results", "sweep", "--owner", "research", "--format", "csv").out())
        .hasLineCount(7)
        .contains("lr-0.001-batch-32,SUCCEEDED,0,");

    Path results = folder.resolve("results.json");
    assertThat(
            run("batch", "results", "sweep", "--owner", "research", "--out", results.toString())
                .exitCode())
        .isZero();
    JsonNode read = new JsonMapper().readTree(Files.readString(results));
    assertThat(read).hasSize(6);

    assertThat(run("batch", "retry", "sweep", "--owner", "research").exitCode()).isEqualTo(1);
    assertThat(run("batch", "delete", "sweep", "--owner", "research").out())
        .isEqualTo("sweep deleted\n");
    assertThat(run("batch", "get", "sweep", "--owner", "research").exitCode()).isEqualTo(3);
  }

  @Test
  void everyFaultIsOnALineWithItsPath() throws IOException {
    Path bad =
        Files.writeString(
            folder.resolve("bad.yaml"),
            """
            paralelism: 3
            itemTimeout: soon
            defaults: {envName: hello@1.0.0}
            items: [{id: a/b}, {id: c, cpu: 3}]
            """);
    CommandRun run = run("submit", bad.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .contains(
            "\n  paralelism: ", "\n  itemTimeout: ", "\n  items[0].id: ", "\n  items[1].cpu: ");
  }

  private static CommandRun run(String... args) {
    return CommandRun.on(Terminal.NONE, Map.of("SERAI_SERVER", server.uri("").toString()), args);
  }
}
