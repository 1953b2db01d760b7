package dev.serai.http.batch;

import dev.serai.batch.document.Spool;
import dev.serai.batch.document.SpooledDocument;
import dev.serai.http.ErrorResponses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The upload of one document. Everything runs on the event loop of its connection. */
final class Upload {

  private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

  /**
   * How long the rest of a too large body is read and discarded: a sender that is cut off sees no
   * response.
   */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** Minimum bytes per second, so that a few slow senders do not block all others. */
  private static final int LEAST_RATE = 16 << 10;

  private final RoutingContext context;
  private final HttpServerRequest request;
  private final SpooledDocument document;
  private final Spool spool;
  private final Duration patience;
  private Runnable whenWhole = () -> {};
  private Runnable whenDone = () -> {};
  private AsyncFile file;
  private long begun;
  private long size;
  private long timer;
  private boolean done;

  Upload(RoutingContext context, SpooledDocument document, Spool spool, Duration patience) {
    this.context = context;
    this.request = context.request();
    this.document = document;
    this.spool = spool;
    this.patience = patience;
  }

  /**
   * Receives the document.
   *
   * @param whenWhole runs before the request is passed on to its route
   * @param whenDone runs when receiving ends, for whatever reason
   */
  void receive(Runnable whenWhole, Runnable whenDone) {
    this.whenWhole = whenWhole;
    this.whenDone = whenDone;
    request.pause();
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      context.response().writeContinue();
    }
    request.exceptionHandler(cutOff -> giveUp());
    context
        .vertx()
        .fileSystem()
        .open(
            document.file().toString(),
            new OpenOptions().setRead(false).setCreate(false).setTruncateExisting(true))
        .onSuccess(this::begin)
        .onFailure(this::fail);
  }

  private void begin(AsyncFile opened) {
    file = opened;
    if (done) {
      discard();
      return;
    }
    file.exceptionHandler(this::fail);
    begun = System.nanoTime();
    waitOn(patience, this::tooSlow);
    request.handler(this::take);
    request.endHandler(end -> whole());
    request.resume();
  }

  private void take(Buffer part) {
    if (done) {
      // it was too slow, and the connection is being closed
      return;
    }
    size += part.length();
    if (size > spool.maxSize()) {
      tooLarge();
      return;
    }
    waitOn(patienceLeft(), this::tooSlow);
    var unused = file.write(part).onFailure(this::fail);
    if (file.writeQueueFull()) {
      request.pause();
      file.drainHandler(drained -> request.resume());
    }
  }

  /**
   * The remaining patience, extended by the time that the received bytes may take at the minimum
   * rate.
   */
  private Duration patienceLeft() {
    Duration earned = Duration.ofMillis(size * 1000 / LEAST_RATE);
    Duration left = patience.plus(earned).minusNanos(System.nanoTime() - begun);
    return left.compareTo(patience) < 0 ? left : patience;
  }

  private void whole() {
    if (done) {
      return;
    }
    context.vertx().cancelTimer(timer);
    file.close()
        .onSuccess(
            closed -> {
              if (finish()) {
                whenWhole.run();
                // the body has been read: skip the handler that buffers bodies
                ((RoutingContextInternal) context)
                    .visitHandler(RoutingContextInternal.BODY_HANDLER);
                context.next();
              }
            })
        .onFailure(this::fail);
  }

  private void tooLarge() {
    if (!finish()) {
      return;
    }
    discard();
    Runnable answer =
        () -> {
          context.vertx().cancelTimer(timer);
          if (!context.response().ended() && !context.response().closed()) {
            context.response().putHeader("Connection", "close");
            ErrorResponses.give(context, 413, spool.tooLarge().getMessage());
          }
        };
    request.handler(read -> {});
    request.endHandler(end -> answer.run());
    request.resume();
    waitOn(LAST_WORDS, answer);
  }

  private void tooSlow() {
    if (finish()) {
      discard();
      context.response().putHeader("Connection", "close");
      ErrorResponses.give(context, 408, "the document was sent too slowly; send it again");
    }
  }

  /** The sender has disconnected. */
  private void giveUp() {
    if (finish()) {
      discard();
    }
  }

  private void fail(Throwable failure) {
    if (finish()) {
      LOG.warn("Cannot write a document to the spool: {}", failure.toString());
      discard();
      context.response().putHeader("Retry-After", "5").putHeader("Connection", "close");
      ErrorResponses.give(context, 503, "the document can't be stored now; try again later");
    }
  }

  /** Marks the upload as done; false if it was done before. */
  private boolean finish() {
    if (done) {
      return false;
    }
    done = true;
    context.vertx().cancelTimer(timer);
    whenDone.run();
    return true;
  }

  private void discard() {
    if (file == null) {
      delete(document);
      return;
    }
    var unused = file.close().onComplete(closed -> delete(document));
  }

  static void delete(SpooledDocument document) {
    try {
      document.close();
    } catch (IOException e) {
      LOG.warn("Cannot delete a document from the spool: {}", e.toString());
    }
  }

  private void waitOn(Duration time, Runnable then) {
    context.vertx().cancelTimer(timer);
    timer = context.vertx().setTimer(Math.max(1, time.toMillis()), over -> then.run());
  }
}
