package dev.serai.server;

import dev.serai.broker.DeadLetters;
import dev.serai.http.AdminPages;
import dev.serai.instance.Count;
import dev.serai.instance.RequestRejectedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.jms.JMSException;
import java.util.List;

/**
 * The pages of dead letters: {@code GET /admin/dead}, {@code POST /admin/dead/{id}/replay}, {@code
 * DELETE /admin/dead/{id}}.
 */
final class DeadLetterPages {

  private static final String ALL = "*";
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_LIMIT = 10_000;

  private final DeadLetters dead;

  DeadLetterPages(DeadLetters dead) {
    this.dead = dead;
  }

  void serve(AdminPages pages) {
    pages.serve(HttpMethod.GET, "/admin/dead", this::list);
    pages.serve(HttpMethod.POST, "/admin/dead/:id/replay", this::replay);
    pages.serve(HttpMethod.DELETE, "/admin/dead/:id", this::drop);
  }

  private Object list(RoutingContext request) throws JMSException {
    List<String> limit = request.queryParam("limit");
    boolean withBody = request.queryParam("body").contains("true");
    return dead.list(
        limit.isEmpty() ? DEFAULT_LIMIT : Count.parse("limit", limit.get(0), 1, MAX_LIMIT),
        withBody);
  }

  /** The number of replayed dead letters. */
  private Object replay(RoutingContext request) throws JMSException {
    String id = request.pathParam("id");
    return id.equals(ALL) ? dead.replayAll() : one(id, dead.replay(id));
  }

  /** The number of deleted dead letters. */
  private Object drop(RoutingContext request) throws JMSException {
    String id = request.pathParam("id");
    return id.equals(ALL) ? dead.dropAll() : one(id, dead.drop(id));
  }

  private static int one(String id, boolean found) {
    if (!found) {
      throw RequestRejectedException.notFound("dead letter", id);
    }
    return 1;
  }
}
