package dev.serai.broker;

import static java.util.Objects.requireNonNull;

import dev.serai.folder.FolderException;
import dev.serai.folder.PrivateFolder;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/**
 * Apache ActiveMQ Artemis inside this process, durable under {@code <data>/broker}: an acknowledged
 * message is on disk and outlives {@code kill -9}.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /**
   * The options of a start.
   *
   * @param names of the queues
   * @param amqpPort the loopback port for AMQP 1.0, 0 for any free one; none: nothing listens
   */
  public record Options(QueueNames names, OptionalInt amqpPort) {

    public Options {
      requireNonNull(names, "names is null");
      requireNonNull(amqpPort, "amqpPort is null");
    }

    /** The usual names, in-process only. */
    public static Options inProcess() {
      return new Options(QueueNames.DEFAULT, OptionalInt.empty());
    }

    public Options withAmqpPort(int port) {
      return new Options(names, OptionalInt.of(port));
    }
  }

  private final PrivateFolder folder;
  private final ActiveMQServer server;
  private final String vmUrl;

  private EmbeddedBroker(PrivateFolder folder, ActiveMQServer server, String vmUrl) {
    this.folder = folder;
    this.server = server;
    this.vmUrl = vmUrl;
  }

  /**
   * Starts the broker; when this returns, its queues are there and hold what they held.
   *
   * @throws BrokerStartException with one line to act on
   */
  public static EmbeddedBroker start(Path dataDir, Options options) {
    requireNonNull(options, "options is null");
    PrivateFolder folder = hold(dataDir.resolve("broker"));
    EmbeddedConfiguration configuration = new EmbeddedConfiguration(folder.path(), options);
    ActiveMQServer server = new ActiveMQServerImpl(configuration.build());
    EmbeddedBroker broker = new EmbeddedBroker(folder, server, configuration.vmUrl());
    try {
      broker.activate(options);
      return broker;
    } catch (RuntimeException e) {
      try {
        broker.close();
      } catch (RuntimeException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static PrivateFolder hold(Path path) {
    try {
      return PrivateFolder.hold(path, "the broker's folder");
    } catch (FolderException e) {
      throw new BrokerStartException(e.getMessage(), e);
    }
  }

  private void activate(Options options) {
    AtomicReference<Exception> failure = new AtomicReference<>();
    // A journal that can't be read doesn't make start() throw; the server only stays inactive.
    server.registerActivationFailureListener(failure::set);
    try {
      server.start();
    } catch (Exception e) {
      failure.set(e);
    }
    if (failure.get() != null || !server.isActive()) {
      throw new BrokerStartException(
          "the embedded broker cannot start on %s%s: %s"
              .formatted(
                  folder.path(),
                  options.amqpPort().isPresent()
                      ? " with AMQP on 127.0.0.1:" + options.amqpPort().getAsInt()
                      : "",
                  failure.get() == null ? "it stays inactive" : failure.get().getMessage()),
          failure.get());
    }
  }

  /** Whether it takes messages; false after a failure of the disk under it, too. */
  public boolean isActive() {
    return server.isActive();
  }

  /** The port AMQP 1.0 is spoken on, on 127.0.0.1. */
  public OptionalInt amqpPort() {
    return server.getRemotingService().getAcceptor(EmbeddedConfiguration.AMQP)
            instanceof NettyAcceptor amqp
        ? OptionalInt.of(amqp.getActualPort())
        : OptionalInt.empty();
  }

  /** How many messages the queue holds, those in delivery and those to be redelivered later too. */
  long messageCount(String queue) {
    return server.locateQueue(queue).getMessageCount();
  }

  /** Connections inside this process, without a socket; not pooled. */
  ConnectionFactory connectionFactory() {
    return ArtemisClient.connectionFactory(vmUrl);
  }

  @Override
  public void close() {
    try (folder) {
      server.stop();
    } catch (IOException e) {
      throw new IllegalStateException("the lock of " + folder.path() + " is not released", e);
    } catch (Exception e) {
      throw new IllegalStateException("the embedded broker does not stop", e);
    }
  }
}
