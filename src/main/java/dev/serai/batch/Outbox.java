package dev.serai.batch;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The notifications of batch ends that have to be sent. They are stored in the transaction that
 * ends the batch and removed when they are delivered, so that each is delivered at least once.
 */
public interface Outbox {

  /** How a batch's end is published. */
  enum Kind {
    /** As an event on the topic. */
    EVENT,
    /** By a POST to the batch's callback URL. */
    CALLBACK
  }

  /**
   * A notification that has to be sent.
   *
   * @param attempts how many attempts have failed
   * @param leaseExpiresAt when another replica may send it
   */
  record OutboxEntry(
      String batch, Kind kind, int attempts, Optional<URI> callbackUrl, Instant leaseExpiresAt) {

    /** Whether it is an event, and not a callback. */
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
   * Leases the entries that are due, so that no other replica sends them meanwhile.
   *
   * @param hold the length of the lease
   */
  List<OutboxEntry> due(Instant now, Duration hold, int limit);

  /**
   * Removes a delivered entry. This and the next two methods do nothing to an entry whose lease has
   * changed: its batch may have been retried, and have ended again.
   */
  void delivered(OutboxEntry notice);

  /** Counts a failed attempt, and sets the time of the next one. */
  void postpone(OutboxEntry notice, Instant notBefore);

  /** Gives up an entry, which is not due any more. */
  void giveUp(OutboxEntry notice, String why);
}
