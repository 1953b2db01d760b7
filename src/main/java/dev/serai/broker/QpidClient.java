package dev.serai.broker;

import jakarta.jms.ConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.policy.JmsDefaultDeserializationPolicy;
import org.apache.qpid.jms.policy.JmsDefaultPrefetchPolicy;

/** Configures the AMQP 1.0 client. */
final class QpidClient {

  /** Another consumer can't take a message that one has prefetched. */
  private static final int PREFETCH = 32;

  private QpidClient() {}

  static ConnectionFactory connectionFactory(ExternalBroker broker) {
    JmsConnectionFactory factory = new JmsConnectionFactory(broker.url().toString());
    broker.user().ifPresent(factory::setUsername);
    broker.password().ifPresent(factory::setPassword);
    // Idempotency-Key is a name that AMQP allows and JMS does not: it would be invisible.
    factory.setValidatePropertyNames(false);
    JmsDefaultDeserializationPolicy nothing = new JmsDefaultDeserializationPolicy();
    nothing.setDenyList(JmsDefaultDeserializationPolicy.CATCH_ALL_WILDCARD);
    factory.setDeserializationPolicy(nothing);
    JmsDefaultPrefetchPolicy prefetch = new JmsDefaultPrefetchPolicy();
    prefetch.setAll(PREFETCH);
    factory.setPrefetchPolicy(prefetch);
    return factory;
  }
}
