package dev.serai.broker;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jms.support.destination.DestinationResolver;
import org.springframework.jms.support.destination.DynamicDestinationResolver;

/**
 * Resolves each name once. A client may ask the broker whenever a session makes a destination, and
 * Artemis' does: a round trip for each message that is sent. The destination is a mere name, so it
 * serves every session of the same provider.
 */
final class CachingDestinationResolver implements DestinationResolver {

  private record Name(String name, boolean isTopic) {}

  private final DestinationResolver resolver = new DynamicDestinationResolver();
  private final Map<Name, Destination> known = new ConcurrentHashMap<>();

  @Override
  public Destination resolveDestinationName(Session session, String name, boolean isTopic)
      throws JMSException {
    Name wanted = new Name(name, isTopic);
    Destination destination = known.get(wanted);
    if (destination == null) {
      // two at once may both ask, and get the same
      destination = resolver.resolveDestinationName(session, name, isTopic);
      known.put(wanted, Objects.requireNonNull(destination, "the client makes no destination"));
    }
    return destination;
  }
}
