package dev.serai.broker;

import dev.serai.base.Text;
import dev.serai.exchange.ExchangeNames;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;
import org.apache.camel.component.jms.DefaultJmsKeyFormatStrategy;
import org.jspecify.annotations.Nullable;

/**
 * A request that could not be carried out, as a program may show it.
 *
 * @param id by which it is replayed or dropped
 * @param failedAt RFC 3339; of the message itself where its sender gave none
 * @param attempts how often it was tried, 0 where that is not known
 * @param replays how often it was put back into the queue of requests before
 * @param bodyLength in characters
 * @param excerpt the start of the body
 * @param body the whole of it, where asked for
 */
public record DeadLetter(
    String id,
    String failedAt,
    @Nullable String cause,
    int code,
    int attempts,
    int replays,
    String operation,
    @Nullable String idempotencyKey,
    @Nullable String originalMessageId,
    int bodyLength,
    String excerpt,
    @Nullable String body) {

  static final String ID = ExchangeNames.DEAD_ID;
  static final String CAUSE = ExchangeNames.CAUSE;
  static final String FAULTS = ExchangeNames.FAULTS;
  static final String CODE = ExchangeNames.CODE;
  static final String ATTEMPTS = ExchangeNames.ATTEMPTS;
  static final String ORIGINAL_MESSAGE_ID = ExchangeNames.ORIGINAL_MESSAGE_ID;
  static final String FAILED_AT = ExchangeNames.FAILED_AT;
  static final String REPLAYS = ExchangeNames.REPLAYS;

  /** As Camel writes {@code Idempotency-Key}, which is no name for a JMS property. */
  static final String IDEMPOTENCY_KEY =
      new DefaultJmsKeyFormatStrategy().encodeKey("Idempotency-Key");

  private static final int EXCERPT = 120;

  static DeadLetter of(Message message, boolean withBody) throws JMSException {
    String body = TextMessageConverter.textOf(message);
    String failedAt = message.getStringProperty(FAILED_AT);
    String operation = message.getStringProperty("operation");
    return new DeadLetter(
        idOf(message),
        failedAt == null ? Instant.ofEpochMilli(message.getJMSTimestamp()).toString() : failedAt,
        message.getStringProperty(CAUSE),
        number(message, CODE),
        number(message, ATTEMPTS),
        number(message, REPLAYS),
        operation == null ? "create" : operation,
        message.getStringProperty(IDEMPOTENCY_KEY),
        message.getStringProperty(ORIGINAL_MESSAGE_ID),
        body.length(),
        Text.cut(body, EXCERPT),
        withBody ? body : null);
  }

  private static String idOf(Message message) throws JMSException {
    String given = message.getStringProperty(ID);
    return given == null ? message.getJMSMessageID() : given;
  }

  /** 0 where the property is missing or isn't a number: anybody may send to the queue. */
  static int number(Message message, String property) throws JMSException {
    return message.getObjectProperty(property) instanceof Number number ? number.intValue() : 0;
  }
}
