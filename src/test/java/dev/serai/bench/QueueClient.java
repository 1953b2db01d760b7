package dev.serai.bench;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.function.IntFunction;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Puts requests into Serai's queue by AMQP, all of them in one transaction. */
final class QueueClient implements AutoCloseable {

  private static final String REQUESTS = "serai.requests";

  private final Connection connection;
  private final Session session;
  private final MessageProducer producer;

  QueueClient(int amqpPort) throws JMSException {
    connection =
        new JmsConnectionFactory("amqp://127.0.0.1:" + amqpPort + "?jms.forceAsyncSend=true")
            .createConnection();
    session = connection.createSession(true, Session.SESSION_TRANSACTED);
    producer = session.createProducer(session.createQueue(REQUESTS));
  }

  void send(int count, IntFunction<String> body) throws JMSException {
    for (int i = 0; i < count; i++) {
      producer.send(session.createTextMessage(body.apply(i)));
    }
    session.commit();
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
