package dev.serai.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A sample in a process of its own, for {@code kill -9} in the middle of a request. */
final class KilledSource implements AutoCloseable {

  private final Process process;

  private KilledSource(Process process) {
    this.process = process;
  }

  static KilledSource start(String sample, String hangingOn, Map<String, String> properties)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                SampleSource.class.getName(),
                sample,
                hangingOn));
    properties.forEach((key, value) -> command.addAll(List.of(key, value)));
    return new KilledSource(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The requests up to this one, on which the process is killed, and any behind it. */
  List<String> linesUntilKilled(String last, Duration atMost) throws Exception {
    CompletableFuture<List<String>> lines = new CompletableFuture<>();
    Thread reader = new Thread(() -> read(last, lines), "killed-source");
    reader.start();
    try {
      return lines.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      close();
      reader.join();
    }
  }

  private void read(String last, CompletableFuture<List<String>> into) {
    List<String> requests = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("key-")) {
          requests.add(line);
        }
        if (line.equals(last)) {
          // Process.destroyForcibly would close the stream that the last lines are still in.
          process.toHandle().destroyForcibly();
        }
      }
      into.complete(requests);
    } catch (IOException e) {
      into.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
