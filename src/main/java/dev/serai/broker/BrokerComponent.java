package dev.serai.broker;

import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsMessageType;
import org.apache.camel.spi.annotations.Component;

/** The component that routes know as {@code jms}. */
@Component("jms")
public final class BrokerComponent extends JmsComponent {

  private static final Duration RECOVERY = Duration.ofSeconds(1);
  private static final Duration REPLY_LIMIT = Duration.ofSeconds(20);

  private static final String TOPIC = "topic:";

  /**
   * A consumer of a topic is one subscriber, unless it says otherwise: each of several consumers
   * would receive every message.
   */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
      throws Exception {
    if (remaining.startsWith(TOPIC)) {
      parameters.putIfAbsent("concurrentConsumers", 1);
    }
    return super.createEndpoint(uri, remaining, parameters);
  }

  /**
   * Transacted in the session's transaction: a route's receive and its sends by this component, in
   * the same thread, are committed together or not at all.
   */
  public static JmsComponent create(ConnectionFactory connections, int concurrentConsumers) {
    BrokerComponent jms = new BrokerComponent();
    jms.setConnectionFactory(connections);
    jms.setDestinationResolver(new CachingDestinationResolver());
    jms.setTransacted(true);
    jms.setLazyCreateTransactionManager(false);
    jms.setCacheLevelName("CACHE_CONSUMER");
    jms.setConcurrentConsumers(concurrentConsumers);
    jms.setAcceptMessagesWhileStopping(false);
    // A broker that is down must not prevent the start of the program; /health shows that it is
    // down.
    jms.setAsyncStartListener(true);
    jms.setRecoveryInterval(RECOVERY.toMillis());
    jms.setRequestTimeout(REPLY_LIMIT.toMillis());
    jms.setMapJmsMessage(true);
    jms.setJmsMessageType(JmsMessageType.Text);
    jms.setMessageConverter(new TextMessageConverter());
    jms.setErrorHandlerLogStackTrace(false);
    jms.setErrorHandlerLoggingLevel(LoggingLevel.WARN);
    return jms;
  }
}
