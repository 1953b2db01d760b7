package dev.serai.http.batch;

import dev.serai.batch.document.Spool;
import dev.serai.batch.document.SpooledDocument;
import dev.serai.batch.document.format.Format;
import dev.serai.http.BodyKind;
import dev.serai.http.ErrorResponses;
import dev.serai.http.RestOperations;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Uploads of documents by HTTP: each is written to a file of the spool while it is received, and
 * its request is passed on to the route when it is complete. No thread waits for a slow sender, and
 * documents are not held in memory.
 */
public final class Uploads {

  /** The endpoint of the operations that take documents of batches. */
  private static final String TARGET = "direct:rest-submit";

  private static final String NOT_UNDERSTOOD =
      "; send a batch as application/json, application/yaml or application/x-ndjson";

  private final RestOperations operations;
  private final Spool spool;
  private final int most;
  private final Duration patience;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Map<HttpServerRequest, SpooledDocument> arrived = new ConcurrentHashMap<>();

  /**
   * @param most maximum concurrent uploads
   * @param patience how long a sender may send nothing
   */
  public Uploads(RestOperations operations, Spool spool, int most, Duration patience) {
    this.operations = Objects.requireNonNull(operations, "operations is null");
    this.spool = Objects.requireNonNull(spool, "spool is null");
    this.most = most;
    this.patience = Objects.requireNonNull(patience, "patience is null");
  }

  public void install(Router router) {
    router
        .route()
        .method(HttpMethod.POST)
        .order(-1_000)
        .handler(
            context -> {
              if (takes(context)) {
                receive(context);
              } else {
                context.next();
              }
            });
  }

  /** Whether the request's body is received and checked here. */
  public boolean takes(RoutingContext context) {
    return context.request().method().equals(HttpMethod.POST)
        && operations
            .of(context)
            .filter(match -> match.operation().target().equals(TARGET))
            .isPresent();
  }

  /** The document of a request; the caller has to delete it. */
  SpooledDocument take(HttpServerRequest request) {
    SpooledDocument document = arrived.remove(request);
    if (document == null) {
      throw new IllegalStateException("the request has no document");
    }
    return document;
  }

  private void receive(RoutingContext context) {
    BodyKind kind = BodyKind.of(context);
    Optional<Format> format =
        kind.type().isEmpty() ? Optional.of(Format.JSON) : Format.ofMediaType(kind.type());
    Optional<String> fault =
        format.isEmpty() ? Optional.of(kind.typeFault() + NOT_UNDERSTOOD) : kind.encodingFault();
    if (fault.isPresent()) {
      ErrorResponses.give(context, 415, fault.get());
      return;
    }
    if (kind.declaredLength() > spool.maxSize()) {
      context.response().putHeader("Connection", "close");
      ErrorResponses.give(context, 413, spool.tooLarge().getMessage());
      return;
    }
    if (underWay.incrementAndGet() > most) {
      underWay.decrementAndGet();
      context.response().putHeader("Retry-After", "5").putHeader("Connection", "close");
      ErrorResponses.give(context, 503, "more than " + most + " batches are being sent; try again");
      return;
    }
    Path file;
    try {
      file = spool.newFile();
    } catch (IOException e) {
      underWay.decrementAndGet();
      context.fail(new UncheckedIOException("cannot create a file in the spool", e));
      return;
    }
    SpooledDocument document = new SpooledDocument(file, format.get());
    context.addEndHandler(
        end -> {
          // absent if the route has taken it
          if (arrived.remove(context.request()) != null) {
            Upload.delete(document);
          }
        });
    new Upload(context, document, spool, patience)
        .receive(() -> arrived.put(context.request(), document), underWay::decrementAndGet);
  }
}
