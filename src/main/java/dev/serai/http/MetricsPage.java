package dev.serai.http;

import io.vertx.ext.web.Router;
import java.util.Objects;

/**
 * The page from which metrics are scraped.
 *
 * @param router of the management port
 */
public record MetricsPage(Router router, String path) {

  public MetricsPage {
    Objects.requireNonNull(router, "router is null");
    Objects.requireNonNull(path, "path is null");
  }

  /** Runs an action before each scrape. */
  public void before(Runnable refresh) {
    router
        .route(path)
        .order(-1_000)
        .blockingHandler(
            request -> {
              refresh.run();
              request.next();
            });
  }
}
