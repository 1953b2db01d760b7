package dev.serai.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A server in a process of its own, started as its users start it, which can be killed as a
 * machine's failure would.
 */
final class ServerChild implements AutoCloseable {

  private final Process process;
  private final int managementPort;
  private final Path log;

  private ServerChild(Process process, int managementPort, Path log) {
    this.process = process;
    this.managementPort = managementPort;
    this.log = log;
  }

  /** Starts one and does not wait until it is ready. */
  static ServerChild start(Path log, int managementPort, Map<String, String> flags) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of("serai").toAbsolutePath().toString(),
                "serve",
                "--management-port",
                String.valueOf(managementPort)));
    flags.forEach(
        (name, value) -> {
          command.add("--" + name);
          command.add(value);
        });
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().put("SERAI_JAVA_OPTS", "-Xmx700m");
      Process process = builder.start();
      return new ServerChild(process, managementPort, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ServerChild awaitReady() {
    Awaitility.await()
        .alias("the server is ready; its log is " + log)
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> !process.isAlive() || ready());
    if (!process.isAlive()) {
      throw new AssertionError("the server ended: " + log());
    }
    return this;
  }

  boolean ready() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + managementPort + "/health/ready")
                  .toURL()
                  .openConnection();
      connection.setConnectTimeout(1_000);
      connection.setReadTimeout(10_000);
      return connection.getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** SIGKILL: nothing is finished, nothing is flushed. */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** SIGTERM. Returns the exit code. */
  int terminate() {
    process.destroy();
    await();
    return process.exitValue();
  }

  long pid() {
    return process.pid();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void await() {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server does not end within 60 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }
}
