package dev.serai.broker;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** Configures Artemis' own client. */
final class ArtemisClient {

  private static final String NOTHING = "*";

  /** A few dozen requests: another consumer can't take a message that one has prefetched. */
  private static final int CONSUMER_WINDOW_BYTES = 32 * 1024;

  private ArtemisClient() {}

  static ConnectionFactory connectionFactory(String url) {
    return configured(new ActiveMQConnectionFactory(url));
  }

  static ConnectionFactory connectionFactory(ExternalBroker broker) {
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker.url().toString());
    broker.user().ifPresent(factory::setUser);
    broker.password().ifPresent(factory::setPassword);
    return configured(factory);
  }

  private static ConnectionFactory configured(ActiveMQConnectionFactory factory) {
    factory.setConsumerWindowSize(CONSUMER_WINDOW_BYTES);
    // The URL names one address; the others of a cluster may not be reachable from here.
    factory.setUseTopologyForLoadBalancing(false);
    factory.setDeserializationDenyList(NOTHING);
    // The pool notices a lost connection and makes a new one; the client itself reconnecting under
    // an open transaction would leave its outcome unknown.
    factory.setReconnectAttempts(0);
    factory.setBlockOnDurableSend(true);
    factory.setBlockOnNonDurableSend(false);
    factory.setBlockOnAcknowledge(true);
    return factory;
  }
}
