package dev.serai.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.springframework.jms.support.converter.MessageConverter;

/**
 * Bodies are text, both ways. Whatever else comes in becomes a line that says what it was and is no
 * JSON, so that it is refused as such; a Java object is never deserialised.
 */
public final class TextMessageConverter implements MessageConverter {

  @Override
  public Message toMessage(Object body, Session session) throws JMSException {
    if (body instanceof byte[] bytes) {
      return session.createTextMessage(new String(bytes, StandardCharsets.UTF_8));
    }
    return session.createTextMessage(body == null ? "" : body.toString());
  }

  @Override
  public String fromMessage(Message message) throws JMSException {
    return textOf(message);
  }

  static String textOf(Message message) throws JMSException {
    if (message instanceof TextMessage text) {
      return text.getText() == null ? "" : text.getText();
    }
    if (message instanceof BytesMessage binary) {
      return decoded(binary);
    }
    // Message.getClass() would name the client's class; the JMS interface is what a sender knows.
    return "<not a text message>";
  }

  private static String decoded(BytesMessage message) throws JMSException {
    message.reset();
    byte[] bytes = new byte[(int) message.getBodyLength()];
    message.readBytes(bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "<" + bytes.length + " bytes that are not UTF-8>";
    }
  }
}
