package dev.serai.broker;

import dev.serai.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.awaitility.Awaitility;

/** Kafka's own broker in a process of its own: one node in KRaft mode, on loopback. */
final class KafkaBroker implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final Process process;
  private final String address;
  private final Admin admin;

  private KafkaBroker(Process process, String address) {
    this.process = process;
    this.address = address;
    this.admin = Admin.create(Map.of("bootstrap.servers", address));
  }

  static KafkaBroker start(Path folder) throws Exception {
    int port = FreePorts.next();
    int controllerPort = FreePorts.next();
    Path settings =
        Files.writeString(
            folder.resolve("server.properties"),
            """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%d
            listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
            controller.listener.names=CONTROLLER
            log.dirs=%s
            auto.create.topics.enable=false
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=1
            group.initial.rebalance.delay.ms=0
            """
                .formatted(controllerPort, port, controllerPort, folder.resolve("log")));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-cp",
                System.getProperty("java.class.path"),
                KafkaBroker.class.getName(),
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    KafkaBroker broker = new KafkaBroker(process, "127.0.0.1:" + port);
    try {
      Awaitility.await("Kafka's broker, whose output is in " + folder.resolve("out"))
          .atMost(START_LIMIT)
          .ignoreExceptions()
          .until(
              () ->
                  !process.isAlive()
                      || !broker
                          .admin
                          .describeCluster()
                          .nodes()
                          .get(5, TimeUnit.SECONDS)
                          .isEmpty());
      if (!process.isAlive()) {
        throw new IllegalStateException(Files.readString(folder.resolve("out")));
      }
      return broker;
    } catch (Throwable e) {
      broker.close();
      throw e;
    }
  }

  String address() {
    return address;
  }

  void createTopic(String topic, int partitions) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
  }

  /** The sum of what a group has committed in all partitions. */
  long committed(String group) throws Exception {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get(60, TimeUnit.SECONDS)
        .values()
        .stream()
        .mapToLong(offset -> offset.offset())
        .sum();
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    process.destroyForcibly().onExit().join();
  }

  public static void main(String[] args) {
    int formatted =
        kafka.tools.StorageTool.execute(
            new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", args[0]}, System.out);
    if (formatted != 0) {
      System.exit(formatted);
    }
    kafka.Kafka.main(new String[] {args[0]});
  }
}
