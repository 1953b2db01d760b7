package dev.serai.http;

import io.vertx.ext.web.Router;
import java.util.Objects;

/**
 * The page that metrics are read from.
 *
 * @param router of the management port
 */
public record MetricsPage(Router router, String path) {

  public MetricsPage {
    Objects.requireNonNull(router, "router is null");
    Objects.requireNonNull(path, "path is null");
  }

  /** Does something each time before the page is made. */
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
