package dev.serai.broker;

import dev.serai.FreePorts;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;

/**
 * RabbitMQ as Debian packages it, with its AMQP 1.0 plugin: a node of its own, with its own port
 * mapper, on loopback and in its own folder.
 */
final class RabbitMqBroker implements AutoCloseable {

  /**
   * The script itself: the command in the path only works as root or rabbitmq, and changes user.
   */
  private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

  private static final Path PORT_MAPPER = Path.of("/usr/bin/epmd");
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final Path folder;
  private final int port = FreePorts.next();
  private final int nodePort = FreePorts.next();
  private final int mapperPort = FreePorts.next();
  private Process mapper;
  private Process node;

  RabbitMqBroker(Path folder) throws IOException {
    this.folder = folder;
  }

  static boolean isInstalled() {
    return Files.isExecutable(SERVER) && Files.isExecutable(PORT_MAPPER);
  }

  String url() {
    return "amqp://127.0.0.1:" + port;
  }

  JmsConnectionFactory connections() {
    JmsConnectionFactory connections = new JmsConnectionFactory("guest", "guest", url());
    // AMQP allows names with hyphens, of which JMS knows nothing
    connections.setValidatePropertyNames(false);
    return connections;
  }

  /** Starts it on what it left in its folder. */
  void start() throws IOException {
    mapper =
        run(
            Map.of(),
            PORT_MAPPER.toString(),
            "-port",
            String.valueOf(mapperPort),
            "-address",
            "127.0.0.1");
    Path plugins = Files.writeString(folder.resolve("plugins"), "[rabbitmq_amqp1_0].\n");
    node =
        run(
            Map.ofEntries(
                Map.entry("HOME", folder.toString()),
                Map.entry("ERL_EPMD_PORT", String.valueOf(mapperPort)),
                Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODENAME", "serai" + port + "@localhost"),
                Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                Map.entry("RABBITMQ_NODE_PORT", String.valueOf(port)),
                Map.entry("RABBITMQ_DIST_PORT", String.valueOf(nodePort)),
                Map.entry("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString()),
                Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", folder.resolve("none.conf").toString()),
                Map.entry("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()),
                Map.entry(
                    "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS",
                    "+S 2:2 -kernel inet_dist_use_interface {127,0,0,1}"),
                // the shell script makes way for the node, whose pid is known then
                Map.entry("RUNNING_UNDER_SYSTEMD", "1")),
            SERVER.toString());
    try {
      Awaitility.await("RabbitMQ, whose output is in " + folder)
          .atMost(START_LIMIT)
          .until(() -> !node.isAlive() || answers());
      if (!node.isAlive()) {
        throw new IllegalStateException(Files.readString(folder.resolve("out")));
      }
    } catch (Throwable e) {
      close();
      throw e;
    }
  }

  private boolean answers() {
    try (Socket listening = new Socket(InetAddress.getLoopbackAddress(), port);
        Connection connection = connections().createConnection()) {
      connection.start();
      return listening.isConnected();
    } catch (IOException | JMSException e) {
      return false;
    }
  }

  private Process run(Map<String, String> environment, String... command) throws IOException {
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()));
    Files.writeString(folder.resolve("rabbitmq.conf"), "");
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Ends it as a power cut would; what it confirmed is in its folder. */
  @Override
  public void close() {
    for (Process process : new Process[] {node, mapper}) {
      if (process != null) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly().onExit().join();
        children.forEach(ProcessHandle::destroyForcibly);
      }
    }
  }
}
