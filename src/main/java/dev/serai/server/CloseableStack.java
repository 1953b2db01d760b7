package dev.serai.server;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a server has opened, to be closed in the reverse order, whatever fails on the way. Parts may
 * be added by several threads.
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
        // one that can't be closed must not keep the others open
        LOG.warn("{} could not be closed: {}", part.getClass().getSimpleName(), e.toString());
      }
    }
  }
}
