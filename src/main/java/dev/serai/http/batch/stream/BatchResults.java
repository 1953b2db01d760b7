package dev.serai.http.batch.stream;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.BatchHead;
import dev.serai.batch.BatchStore;
import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.batch.Item;
import dev.serai.batch.ItemState;
import dev.serai.batch.LogTail;
import dev.serai.http.OpenStreams;
import dev.serai.http.QueryValues;
import dev.serai.http.StreamedResponse;
import dev.serai.http.batch.BatchQuery;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code batchResults}: streams the results of the items of a batch, page by page from the
 * database, no faster than the client reads.
 */
public final class BatchResults {

  private static final Logger LOG = LoggerFactory.getLogger(BatchResults.class);
  private static final int PAGE = 500;

  /** Rows held in memory when they include logs, which are long. */
  private static final int PAGE_WITH_LOGS = 20;

  private static final List<String> COLUMNS =
      List.of(
          "id",
          "state",
          "exit_code",
          "reason",
          "message",
          "attempts",
          "started_at",
          "finished_at",
          "duration_seconds",
          "node");
  private static final String LOG_COLUMN = "log";

  private final BatchStore store;
  private final OpenStreams streams;

  public BatchResults(BatchStore store, OpenStreams streams) {
    this.store = Objects.requireNonNull(store, "store is null");
    this.streams = Objects.requireNonNull(streams, "streams is null");
  }

  /** Writes the response itself. */
  public void stream(
      @Body BatchHead batch,
      @Header("format") String format,
      @Header("Accept") String accept,
      @Header("state") String state,
      @Header("logs") String logs,
      Exchange exchange) {
    ResultFormat as = ResultFormat.asked(format, accept);
    Optional<ItemState> only = BatchQuery.itemState(state);
    boolean withLogs = QueryValues.yes("logs", logs);
    StreamedResponse client = StreamedResponse.of(exchange);
    streams.hold(
        client,
        () -> {
          Pages pages = new Pages(batch.id(), only, withLogs);
          // reads the first page before it sends the head: a failure is answered as any other
          List<Map<String, Object>> first = pages.next();
          write(first, pages, as, client);
        });
  }

  private static void write(
      List<Map<String, Object>> first, Pages pages, ResultFormat as, StreamedResponse client) {
    List<String> columns = new ArrayList<>(COLUMNS);
    if (pages.withLogs) {
      columns.add(LOG_COLUMN);
    }
    client.begin(as.contentType());
    try {
      boolean begun = false;
      client.write(Buffer.buffer(as.head(columns)));
      for (List<Map<String, Object>> page = first; !page.isEmpty(); page = pages.next()) {
        StringBuilder text = new StringBuilder();
        for (Map<String, Object> row : page) {
          text.append(as.row(row, columns, !begun));
          begun = true;
        }
        client.write(Buffer.buffer(text.toString()));
      }
      client.write(Buffer.buffer(as.foot()));
      client.end();
    } catch (IOException e) {
      LOG.debug("A stream of results broke off: {}", e.toString());
      client.breakOff();
    } catch (DatabaseUnavailableException e) {
      LOG.warn("A stream of results broke off: {}", e.getMessage());
      client.breakOff();
    } catch (RuntimeException e) {
      // the head was sent: the client must see that the response is incomplete
      client.breakOff();
      throw e;
    }
  }

  /** The rows of a batch, a page at a time. */
  private final class Pages {

    private final String batch;
    private final Optional<ItemState> only;
    private final boolean withLogs;
    private int after = -1;
    private boolean last;

    Pages(String batch, Optional<ItemState> only, boolean withLogs) {
      this.batch = batch;
      this.only = only;
      this.withLogs = withLogs;
    }

    /** Empty after the last one. */
    List<Map<String, Object>> next() {
      if (last) {
        return List.of();
      }
      int size = withLogs ? PAGE_WITH_LOGS : PAGE;
      List<Item> items = store.items(batch, only, after, size);
      last = items.size() < size;
      if (items.isEmpty()) {
        return List.of();
      }
      after = items.get(items.size() - 1).position();
      List<Integer> positions = items.stream().map(Item::position).toList();
      Map<Integer, Attempt> attempts =
          store.lastAttempts(batch, positions, withLogs).stream()
              .collect(Collectors.toMap(attempt -> attempt.ref().position(), Function.identity()));
      return items.stream()
          .map(item -> row(item, Optional.ofNullable(attempts.get(item.position())), withLogs))
          .toList();
    }
  }

  /** A row in the order of the columns; absent values are null. */
  static Map<String, Object> row(Item item, Optional<Attempt> attempt, boolean withLog) {
    Optional<AttemptOutcome> end = attempt.flatMap(Attempt::end);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", item.id());
    row.put("state", item.state().name());
    row.put("exit_code", item.exitCode().isPresent() ? item.exitCode().getAsInt() : null);
    row.put("reason", unlessEmpty(item.reason()));
    row.put("message", unlessEmpty(item.message()));
    row.put("attempts", item.attempt());
    row.put("started_at", item.startedAt().map(Instant::toString).orElse(null));
    row.put("finished_at", item.finishedAt().map(Instant::toString).orElse(null));
    row.put("duration_seconds", seconds(item).orElse(null));
    row.put("node", unlessEmpty(attempt.map(Attempt::node).orElse("")));
    if (withLog) {
      row.put(
          LOG_COLUMN,
          end.map(AttemptOutcome::log).filter(LogTail::available).map(LogTail::text).orElse(null));
    }
    return row;
  }

  private static Optional<Double> seconds(Item item) {
    return item.startedAt()
        .flatMap(start -> item.finishedAt().map(finish -> Duration.between(start, finish)))
        .map(ran -> Math.max(0, ran.toMillis()) / 1000.0);
  }

  private static String unlessEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
