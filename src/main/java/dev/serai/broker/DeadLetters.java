package dev.serai.broker;

import static java.util.Objects.requireNonNull;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import org.apache.camel.component.jms.DefaultJmsKeyFormatStrategy;

/**
 * The queue of requests that could not be carried out: lists, replays and drops them. Any number of
 * callers may do so at once: a message is received and sent in one transaction, so that each is
 * replayed once, and none is lost when the process dies in between.
 */
public final class DeadLetters {

  /** About one failure, not about the request: a replay starts without them. */
  private static final Set<String> OF_THE_FAILURE =
      Set.of(
          DeadLetter.ID,
          DeadLetter.CAUSE,
          DeadLetter.CODE,
          DeadLetter.FAULTS,
          DeadLetter.ATTEMPTS,
          DeadLetter.FAILED_AT,
          DeadLetter.REPLAYS);

  /** How long the broker may take to hand over a message that it has. */
  private static final long HAND_OVER_MS = 1_000;

  private final ConnectionFactory connections;
  private final QueueNames names;
  private final DefaultJmsKeyFormatStrategy propertyNames = new DefaultJmsKeyFormatStrategy();

  public DeadLetters(ConnectionFactory connections, QueueNames names) {
    this.connections = requireNonNull(connections, "connections is null");
    this.names = requireNonNull(names, "names is null");
  }

  /** The first ones, oldest first; they stay where they are. */
  public List<DeadLetter> list(int limit, boolean withBody) throws JMSException {
    List<DeadLetter> found = new ArrayList<>();
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser = session.createBrowser(session.createQueue(names.dead()))) {
      connection.start();
      Enumeration<?> messages = browser.getEnumeration();
      while (found.size() < limit && messages.hasMoreElements()) {
        found.add(DeadLetter.of((Message) messages.nextElement(), withBody));
      }
    }
    return found;
  }

  /** Replays one into the queue that it came from; false where it is not there (any more). */
  public boolean replay(String id) throws JMSException {
    return take(selecting(id), 1, this::sendAgain) == 1;
  }

  /** Replays the dead letters that exist now; those that fail again meanwhile stay. */
  public int replayAll() throws JMSException {
    return take(null, count(), this::sendAgain);
  }

  /** Drops one; false where it is not there (any more). */
  public boolean drop(String id) throws JMSException {
    return take(selecting(id), 1, (session, message) -> {}) == 1;
  }

  /** Drops those that exist now. */
  public int dropAll() throws JMSException {
    return take(null, count(), (session, message) -> {});
  }

  private int count() throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        QueueBrowser browser = session.createBrowser(session.createQueue(names.dead()))) {
      connection.start();
      int count = 0;
      for (Enumeration<?> messages = browser.getEnumeration(); messages.hasMoreElements(); ) {
        messages.nextElement();
        count++;
      }
      return count;
    }
  }

  @FunctionalInterface
  private interface Step {
    void with(Session session, Message message) throws JMSException;
  }

  /** One transaction a message, so that a failure leaves the others as they are. */
  private int take(String selector, int limit, Step step) throws JMSException {
    try (Connection connection = connections.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
        MessageConsumer consumer =
            session.createConsumer(session.createQueue(names.dead()), selector)) {
      connection.start();
      int taken = 0;
      while (taken < limit) {
        Message message = consumer.receive(HAND_OVER_MS);
        if (message == null) {
          break;
        }
        try {
          step.with(session, message);
          session.commit();
        } catch (JMSException | RuntimeException e) {
          rollBack(session, e);
          throw e;
        }
        taken++;
      }
      return taken;
    }
  }

  private static void rollBack(Session session, Exception cause) {
    try {
      session.rollback();
    } catch (JMSException e) {
      cause.addSuppressed(e);
    }
  }

  private static String selecting(String id) {
    String quoted = "'" + id.replace("'", "''") + "'";
    return DeadLetter.ID + " = " + quoted + " OR JMSMessageID = " + quoted;
  }

  private void sendAgain(Session session, Message dead) throws JMSException {
    Message request = session.createTextMessage(TextMessageConverter.textOf(dead));
    copyProperties(dead, request);
    request.setJMSCorrelationID(dead.getJMSCorrelationID());
    request.setJMSReplyTo(dead.getJMSReplyTo());
    request.setIntProperty(DeadLetter.REPLAYS, DeadLetter.number(dead, DeadLetter.REPLAYS) + 1);
    String original = dead.getStringProperty(DeadLetter.ORIGINAL_MESSAGE_ID);
    if (original != null && !request.propertyExists(DeadLetter.IDEMPOTENCY_KEY)) {
      // The first attempt had its message's id for a key; with a new one it could make a second
      // pod.
      request.setStringProperty(DeadLetter.IDEMPOTENCY_KEY, original);
    }
    String queue = isBatch(dead) ? names.batches() : names.requests();
    try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      producer.send(request);
    }
  }

  /** A batch belongs to another queue. */
  private static boolean isBatch(Message dead) throws JMSException {
    return "submit".equals(dead.getStringProperty("operation"));
  }

  private void copyProperties(Message from, Message to) throws JMSException {
    for (Enumeration<?> all = from.getPropertyNames(); all.hasMoreElements(); ) {
      String name = all.nextElement().toString();
      if (!OF_THE_FAILURE.contains(name) && !name.startsWith("JMS") && !name.startsWith("_")) {
        to.setObjectProperty(propertyNames.encodeKey(name), from.getObjectProperty(name));
      }
    }
  }
}
