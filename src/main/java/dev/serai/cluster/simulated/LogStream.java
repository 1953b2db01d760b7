package dev.serai.cluster.simulated;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Answers with a log, and continues while the log grows if the client follows it. */
final class LogStream {

  /**
   * @param tail how many of the lines there are at first; all of them if empty
   * @param since only lines from then on
   * @param limitBytes after which it ends, in the midst of a line if need be
   */
  record Request(
      boolean follow,
      boolean timestamps,
      OptionalInt tail,
      Optional<Instant> since,
      OptionalLong limitBytes) {}

  private final Vertx vertx;
  private final PodLog log;
  private final Request request;
  private final HttpServerResponse response;
  private final Runnable podEnds = this::advance;
  private Optional<Long> timer = Optional.empty();
  private long room;
  private int next;
  private boolean closed;

  LogStream(Vertx vertx, PodLog log, Request request, HttpServerResponse response) {
    this.vertx = vertx;
    this.log = log;
    this.request = request;
    this.response = response;
    this.room = request.limitBytes().orElse(Long.MAX_VALUE);
  }

  void start() {
    response.setChunked(true).putHeader("Content-Type", "text/plain");
    int written = log.written();
    if (request.tail().isPresent()) {
      next = Math.max(0, written - request.tail().getAsInt());
    }
    while (next < written
        && request.since().filter(from -> log.writtenAt(next).isBefore(from)).isPresent()) {
      next++;
    }
    if (request.follow()) {
      response.closeHandler(gone -> close());
      log.onEnd(podEnds);
    }
    response.writeHead();
    advance();
  }

  private void advance() {
    if (closed) {
      return;
    }
    Buffer lines = Buffer.buffer();
    for (int written = log.written(); next < written; next++) {
      lines.appendString(log.line(next, request.timestamps()));
    }
    if (lines.length() > room) {
      lines = lines.slice(0, (int) room);
    }
    room -= lines.length();
    if (lines.length() > 0) {
      response.write(lines);
    }
    if (!request.follow() || log.ended() || room == 0) {
      close();
      response.end();
      return;
    }
    timer.ifPresent(vertx::cancelTimer);
    timer = Optional.empty();
    if (!log.complete(next)) {
      long millis = Math.max(1, log.untilNext(next).toMillis());
      timer = Optional.of(vertx.setTimer(millis, t -> advance()));
    }
  }

  private void close() {
    closed = true;
    log.forget(podEnds);
    timer.ifPresent(vertx::cancelTimer);
  }
}
