package dev.serai.broker;

import jakarta.jms.ConnectionFactory;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.TransactedPolicy;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Policy of a route's {@code transacted} step: messages that are sent by {@code jms} within it are
 * committed together, in one transaction of the broker. It is rolled back when a step of it fails.
 */
public final class BrokerTransaction implements TransactedPolicy {

  private final TransactionTemplate template;

  /**
   * @param connections the same factory that the component {@code jms} has: the key by which sends
   *     join the transaction
   */
  public BrokerTransaction(ConnectionFactory connections) {
    this.template =
        new TransactionTemplate(
            new JmsTransactionManager(Objects.requireNonNull(connections, "connections is null")));
  }

  @Override
  public void beforeWrap(Route route, NamedNode definition) {}

  @Override
  public Processor wrap(Route route, Processor steps) {
    return exchange -> {
      try {
        template.executeWithoutResult(
            status -> {
              run(steps, exchange);
              if (exchange.getException() != null) {
                status.setRollbackOnly();
              }
            });
      } catch (TransactionException e) {
        // no broker, or no commit
        exchange.setException(e);
      }
    };
  }

  private static void run(Processor steps, Exchange exchange) {
    try {
      steps.process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
  }
}
