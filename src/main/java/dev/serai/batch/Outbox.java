package dev.serai.batch;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to be told of batches that have ended: noted in the transaction that ends the batch, and
 * crossed off when it is told, so that it is told at least once.
 */
public interface Outbox {

  /** How a batch's end is told. */
  enum Kind {
    /** As an event on the topic. */
    EVENT,
    /** By the batch's callback URL. */
    CALLBACK
  }

  /**
   * One telling.
   *
   * @param attempts how often it was tried, and failed
   * @param leaseExpiresAt when another may take it up
   */
  record OutboxEntry(
      String batch, Kind kind, int attempts, Optional<URI> callbackUrl, Instant leaseExpiresAt) {

    /** Whether it is told by an event, and not by a callback. */
    public boolean isEvent() {
      return kind == Kind.EVENT;
    }

    /** Without the URL, which may hold secrets. */
    @Override
    public String toString() {
      return "OutboxEntry[" + batch + " " + kind + "]";
    }
  }

  /**
   * Those that are due; nobody else gets them for the time given.
   *
   * @param hold how long
   */
  List<OutboxEntry> due(Instant now, Duration hold, int limit);

  /**
   * It was told. This and the next two do nothing to a notice that is not held as this one is any
   * more: its batch may have been retried, and have ended again.
   */
  void delivered(OutboxEntry notice);

  /** Tried and not told; to be tried again. */
  void postpone(OutboxEntry notice, Instant notBefore);

  /** Given up; the notice is not due any more. */
  void giveUp(OutboxEntry notice, String why);
}
