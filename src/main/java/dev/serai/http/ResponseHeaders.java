package dev.serai.http;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Bean {@code responseHeaders}: removes a message's headers from its reply. */
public final class ResponseHeaders {

  private static final String JSON = "application/json";

  /** Keeps only the headers by which the reply is addressed: those of JMS and of Kafka. */
  public void reply(Exchange exchange) {
    Message message = exchange.getMessage();
    message.getHeaders().keySet().removeIf(name -> !isAddress(name));
    // without a hyphen, which JMS does not allow in a property's name
    message.setHeader("ContentType", JSON);
  }

  private static boolean isAddress(String name) {
    return name.startsWith("JMS") || name.startsWith("kafka") || name.startsWith("CamelKafka");
  }
}
