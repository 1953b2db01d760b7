package dev.serai.broker;

import static java.util.Objects.requireNonNull;

import dev.serai.base.DaemonThreads;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/**
 * Pooled connections to the broker in use. Consumers and producers must take theirs from the one
 * {@link #connectionFactory()}: the factory is the key by which they share a session, and so a
 * transaction.
 */
public final class BrokerConnections implements AutoCloseable {

  private static final Duration CHECK_LIMIT = Duration.ofMillis(1500);

  /** Consumers, their replies, and REST threads that send. */
  private static final int SESSIONS = 256;

  private final String address;
  private final ConnectionFactory unpooled;
  private final UnaryOperator<String> withoutSecrets;
  private final JmsPoolConnectionFactory pool;

  /** One check at a time: others must not queue up behind a hanging one. */
  private final ExecutorService checks =
      new ThreadPoolExecutor(
          0,
          1,
          30,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          DaemonThreads.named("broker-check"));

  private BrokerConnections(
      String address, ConnectionFactory unpooled, UnaryOperator<String> withoutSecrets) {
    this.address = requireNonNull(address, "address is null");
    this.unpooled = requireNonNull(unpooled, "unpooled is null");
    this.withoutSecrets = withoutSecrets;
    this.pool = pool(unpooled);
  }

  /** To the broker inside this process; close these connections before it. */
  public static BrokerConnections to(EmbeddedBroker broker) {
    return new BrokerConnections(
        "embedded broker", broker.connectionFactory(), UnaryOperator.identity());
  }

  /** To another broker. Nothing is connected yet: it may come up later than this program. */
  public static BrokerConnections to(ExternalBroker broker) {
    return new BrokerConnections(
        broker.address(),
        broker.speaksAmqp()
            ? QpidClient.connectionFactory(broker)
            : ArtemisClient.connectionFactory(broker),
        broker::withoutSecrets);
  }

  private static JmsPoolConnectionFactory pool(ConnectionFactory unpooled) {
    JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
    pool.setConnectionFactory(unpooled);
    pool.setMaxConnections(1);
    pool.setMaxSessionsPerConnection(SESSIONS);
    pool.setBlockIfSessionPoolIsFull(true);
    pool.setBlockIfSessionPoolIsFullTimeout(TimeUnit.SECONDS.toMillis(10));
    pool.setUseAnonymousProducers(true);
    pool.setUseProviderJMSContext(false);
    return pool;
  }

  public ConnectionFactory connectionFactory() {
    return pool;
  }

  /** Logs in to the broker with a separate connection; answers within two seconds. */
  public BrokerHealth check() {
    Future<?> check;
    try {
      check = checks.submit(() -> logIn());
    } catch (RejectedExecutionException e) {
      return BrokerHealth.down(address, "does not answer");
    }
    try {
      check.get(CHECK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return BrokerHealth.up(address);
    } catch (TimeoutException | CancellationException e) {
      check.cancel(true);
      return BrokerHealth.down(address, "no answer within " + CHECK_LIMIT.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return BrokerHealth.down(address, "the check was interrupted");
    } catch (ExecutionException e) {
      return BrokerHealth.down(
          address, withoutSecrets.apply(String.valueOf(e.getCause().getMessage())));
    }
  }

  private Void logIn() throws JMSException {
    try (Connection connection = unpooled.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
      session.getAcknowledgeMode();
      return null;
    }
  }

  @Override
  public void close() {
    checks.shutdownNow();
    pool.stop();
  }

  @Override
  public String toString() {
    return "BrokerConnections[" + address + "]";
  }
}
