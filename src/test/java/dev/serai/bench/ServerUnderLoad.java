package dev.serai.bench;

import dev.serai.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Serai as it is shipped, in a process of its own. */
final class ServerUnderLoad implements AutoCloseable {

  private static final int TICKS_PER_SECOND = 100;

  private final Process process;
  private final int port;
  private final int amqpPort;
  private final Path log;

  private ServerUnderLoad(Process process, int port, int amqpPort, Path log) {
    this.process = process;
    this.port = port;
    this.amqpPort = amqpPort;
    this.log = log;
  }

  /**
   * Starts one and waits until it is ready.
   *
   * @param launcher the program that starts Serai
   * @param folder for its data and log
   * @param more flags
   */
  static ServerUnderLoad start(
      Path launcher, Path kubeconfig, String namespace, Path folder, List<String> more)
      throws Exception {
    int port = FreePorts.next();
    int managementPort = FreePorts.next();
    int amqpPort = FreePorts.next();
    Path log = folder.resolve("serve.log");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(launcher.toString(), "serve", "--schedule-type", "k8s"));
    command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "--namespace", namespace));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    command.addAll(List.of("--port", String.valueOf(port)));
    command.addAll(List.of("--management-port", String.valueOf(managementPort)));
    command.addAll(List.of("--amqp-port", String.valueOf(amqpPort), "--qps", "0"));
    command.addAll(more);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    ServerUnderLoad server = new ServerUnderLoad(process, port, amqpPort, log);
    try {
      server.awaitReady(managementPort);
      return server;
    } catch (Exception e) {
      server.close();
      throw e;
    }
  }

  private void awaitReady(int managementPort) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!isReady(managementPort)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new IllegalStateException("Serai does not start:\n" + Files.readString(log));
      }
      Thread.sleep(100);
    }
  }

  private static boolean isReady(int managementPort) {
    try (KeepAliveConnection connection = new KeepAliveConnection(managementPort)) {
      return connection.get("/health/ready").status() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  KeepAliveConnection connect() throws IOException {
    return new KeepAliveConnection(port);
  }

  int amqpPort() {
    return amqpPort;
  }

  /** The resident memory, in MiB. */
  long residentMiB() throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  /** The processor time used until now, in milliseconds. */
  long processorMillis() throws IOException {
    return processorMillis(process.pid());
  }

  /** The processor time that a process has used until now, in milliseconds. */
  static long processorMillis(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
    // the name, which may hold blanks, is in parentheses; utime and stime are 14th and 15th
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1000 / TICKS_PER_SECOND;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(35, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
