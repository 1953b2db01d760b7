package dev.serai.server;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources that a server has opened; closes them in reverse order, even if one of them fails
 * to close. Several threads may add to it.
 */
final class CloseableStack implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CloseableStack.class);

  private final Deque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();

  <T extends AutoCloseable> T add(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      AutoCloseable part = opened.pop();
      try {
        part.close();
      } catch (Exception e) {
        // the others must be closed nevertheless
        LOG.warn("Cannot close {}: {}", part.getClass().getSimpleName(), e.toString());
      }
    }
  }
}
