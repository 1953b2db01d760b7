package dev.serai.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.Shell;
import dev.serai.cli.TextTable;
import dev.serai.cli.client.ApiResponse;
import dev.serai.cli.watch.BatchView;
import dev.serai.instance.BatchIdFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs the demo step by step; every step prints what it expects and whether that came. */
final class Demo {

  private record Check(String what, String expected, String seen, boolean passed) {}

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());
  private static final Duration SHORT_LIFE = Duration.ofSeconds(20);

  private final Shell shell;
  private final PrintStream out;
  private final DemoServer server;
  private final DemoQueue queue;
  private final List<Check> checks = new ArrayList<>();

  Demo(Shell shell, DemoServer server, DemoQueue queue) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
    this.out = shell.out();
    this.server = Objects.requireNonNull(server, "server is null");
    this.queue = Objects.requireNonNull(queue, "queue is null");
  }

  /** Whether everything went as it should. */
  boolean run() throws IOException, InterruptedException {
    out.println(
        "Serai demo: REST on " + server.address() + ", an embedded broker, a simulated cluster");
    out.println("(pods go through their states inside this process; no container runs)");
    queue.onEvent(this::show);

    heading("Requests by REST");
    String hello = create("hello.json", Map.of());
    String sleeper = create("demo.json", Map.of("Idempotency-Key", "demo-1"));
    String shortLived = create("short-lived.json", Map.of());
    String failing = create("fail.json", Map.of());

    heading("Requests by queue");
    JsonNode queued = queue.request(sample("dual.json"), "dual-1");
    String dual = queued.path("data").path("id").asText();
    printLine("created " + dual + " by a message; the answer came to its reply queue");
    check("a request by queue", "success", queued.path("message").asText());

    heading("The same request again");
    check(
        "repeat by REST, same key",
        sleeper,
        create("demo.json", Map.of("Idempotency-Key", "demo-1")));
    check(
        "repeat by queue, same key",
        dual,
        queue.request(sample("dual.json"), "dual-1").path("data").path("id").asText());
    DemoServer.Answer conflict =
        server.post(sample("hello.json"), Map.of("Idempotency-Key", "demo-1"));
    printLine(conflict.status() + " " + conflict.message());
    check("same key, another request", "409", String.valueOf(conflict.status()));

    heading("A request that is wrong");
    DemoServer.Answer invalid = server.post(sample("invalid.json"), Map.of());
    printLine(invalid.status() + " " + invalid.message());
    check("a wrong TTL", "400", String.valueOf(invalid.status()));

    heading("The log of " + hello + ", followed to its end");
    List<String> log = follow(hello);
    String printed = String.join(" ", log);
    check(
        "the log has its arguments", "one two", printed.contains("one two") ? "one two" : printed);

    heading("How they end");
    check("hello@1.0.0 ends", "Terminated", state(hello, "Terminated"));
    check("demo@1.0.0 runs", "Running", state(sleeper, "Running"));
    check("dual@1.0.0 runs", "Running", state(dual, "Running"));
    check("fail@1.0.0 ends", "Failed: exit code 3", failure(failing));
    check("an instance of 4 s expires", "404", goneAfter(shortLived, SHORT_LIFE));

    heading("Clean-up");
    for (String id : List.of(hello, sleeper, dual, failing)) {
      server.delete(id);
    }
    check("instances left", "0", left());

    heading("A batch of " + DemoBatch.ITEMS + ", of which some items fail");
    batch(new DemoBatch(shell, server));
    return close();
  }

  private void batch(DemoBatch batch) throws IOException, InterruptedException {
    ApiResponse submitted = batch.submit();
    if (!submitted.isSuccess()) {
      check("a batch is accepted", "200", submitted.status() + " " + submitted.message());
      return;
    }
    String id = submitted.data().path("id").asText();
    printLine("submitted " + id + " as NDJSON; it takes two attempts at what fails");
    check("the same document again", id, batch.submit().data().path("id").asText());
    BatchView end = batch.follow(new BatchView(submitted.data()));
    check("the batch ends", "FAILED", end.state());
    check("items of the batch", DemoBatch.expected(), batch.seen(id));
    check("pods of the batch left", "0", left());
  }

  private String create(String sample, Map<String, String> headers) throws IOException {
    DemoServer.Answer answer = server.post(sample(sample), headers);
    String id = answer.data().path("id").asText();
    printLine(answer.status() == 200 ? "created " + id : answer.status() + " " + answer.message());
    return id;
  }

  private String sample(String name) throws IOException {
    return Files.readString(server.requests().resolve(name));
  }

  private List<String> follow(String id) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader log =
        new BufferedReader(new InputStreamReader(server.log(id), StandardCharsets.UTF_8))) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        out.println("    | " + TextTable.printable(line));
        lines.add(line);
      }
    }
    return lines;
  }

  private String state(String id, String wanted) throws IOException {
    return server
        .get("/env-instance/" + id + "?wait=" + wanted + "&timeout=30s")
        .data()
        .path("status")
        .asText();
  }

  private String failure(String id) throws IOException {
    JsonNode data = server.get("/env-instance/" + id + "?wait=Failed&timeout=30s").data();
    String message = data.path("status_message").asText();
    return data.path("status").asText()
        + ": "
        + (message.contains("exit code 3") ? "exit code 3" : message);
  }

  /** The HTTP status that says it is gone, or the state that it still has after the time. */
  private String goneAfter(String id, Duration atMost) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(atMost);
    DemoServer.Answer answer = server.get("/env-instance/" + id);
    while (answer.status() == 200 && Instant.now().isBefore(deadline)) {
      // a poll at a terminal's pace; the server has no event for what it no longer knows
      Thread.sleep(200);
      answer = server.get("/env-instance/" + id);
    }
    return answer.status() == 200
        ? answer.data().path("status").asText()
        : String.valueOf(answer.status());
  }

  private String left() throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(SHORT_LIFE);
    int left = server.get("/env-instance/*/list").data().size();
    while (left > 0 && Instant.now().isBefore(deadline)) {
      Thread.sleep(200);
      left = server.get("/env-instance/*/list").data().size();
    }
    return String.valueOf(left);
  }

  private void show(JsonNode event) {
    JsonNode data = event.path("data");
    if (data.path("id").asText().startsWith(BatchIdFormat.PREFIX)
        || event.path("type").asText().startsWith("dev.serai.batch")) {
      // hundreds of lines; the batch has a progress bar instead
      return;
    }
    String why = data.path("status_reason").asText();
    synchronized (out) {
      out.printf(
          "%s  %-34s %-11s %s%n",
          TIME.format(Instant.parse(event.path("time").asText())),
          data.path("id").asText(),
          data.path("status").asText(),
          TextTable.printable(
              why.isEmpty() ? "" : why + ": " + data.path("status_message").asText()));
    }
  }

  private void heading(String text) {
    synchronized (out) {
      out.println();
      out.println("== " + text);
    }
  }

  private void printLine(String text) {
    synchronized (out) {
      out.println(TIME.format(Instant.now()) + "  " + TextTable.printable(text));
    }
  }

  private void check(String what, String expected, String seen) {
    checks.add(new Check(what, expected, seen, expected.equals(seen)));
  }

  private boolean close() {
    out.println();
    TextTable table = new TextTable("CHECK", "EXPECTED", "SEEN", "RESULT");
    checks.forEach(
        check ->
            table.row(
                check.what(), check.expected(), check.seen(), check.passed() ? "ok" : "WRONG"));
    table.print(out);
    long wrong = checks.stream().filter(check -> !check.passed()).count();
    out.println();
    out.println(
        wrong == 0
            ? "Everything went as it should."
            : wrong + " of " + checks.size() + " went wrong.");
    return wrong == 0;
  }
}
