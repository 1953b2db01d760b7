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
public interface Notices {

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
   * @param attempts how often it was tried
   */
  record Notice(String batch, Kind kind, int attempts, Optional<URI> callbackUrl) {}

  /**
   * Those that are due; nobody else gets them for the time given.
   *
   * @param hold how long
   */
  List<Notice> due(Instant now, Duration hold, int limit);

  void told(String batch, Kind kind);

  /** Not told; to be tried again. */
  void postpone(String batch, Kind kind, Instant notBefore);

  /** Given up; the notice is not due any more. */
  void giveUp(String batch, Kind kind, String why);
}
