package dev.serai.batch.store;

import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Item;
import dev.serai.batch.ItemState;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.customizer.Define;
import org.jdbi.v3.sqlobject.statement.BatchChunkSize;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** The items of a batch and their attempts, as they are stored and read. */
public interface ItemDao {

  /** The value of {@code not_before} that stands for no wait; an index needs a value there. */
  Instant AT_ONCE = Instant.EPOCH;

  /** The columns of {@code item i} by the names of {@link Item}. */
  String COLUMNS =
      """
      i.batch_id as batch, i.position, i.item_id as id, i.state, i.attempt, i.failures,
      i.infrastructure_failures, i.reason, i.message, i.exit_code,
      nullif(i.not_before, timestamp with time zone '1970-01-01 00:00:00+00:00') as not_before,
      i.started_at, i.finished_at
      """;

  /** Reads and inserts the items in chunks, so that they are never in memory together. */
  @SqlBatch(
      """
      insert into item (batch_id, position, item_id, state, not_before, target, timeout_ms, request)
      values (:batch, :position, :id, 'QUEUED', :atOnce, :target, :timeout, :request)
      """)
  @BatchChunkSize(500)
  void insert(String batch, @BindMethods Iterator<SubmittedItems.Row> items, Instant atOnce);

  @SqlQuery("select " + COLUMNS + " from item i where i.batch_id = :batch and i.item_id = :itemId")
  Optional<Item> find(String batch, String itemId);

  @SqlQuery(
      "select "
          + COLUMNS
          + """
            from item i where i.batch_id = :batch and i.position > :after
            order by i.batch_id, i.position limit :limit
            """)
  List<Item> page(String batch, int after, int limit);

  /** The page is found in the index alone; whole rows are read for its items only. */
  @SqlQuery(
      "select "
          + COLUMNS
          + """
            from (select q.batch_id, q.position from item q
                where q.batch_id = :batch and q.state = :state and q.position > :after
                order by q.position limit :limit) page
              join item i on i.batch_id = page.batch_id and i.position = page.position
            order by page.position
            """)
  List<Item> page(String batch, ItemState state, int after, int limit);

  /** One attempt, with its log. */
  default Optional<Attempt> attempt(AttemptRef ref) {
    return row(ref).map(AttemptRow::attempt);
  }

  @SqlQuery(
      "select "
          + AttemptRow.WITH_LOG
          + " from attempt a"
          + AttemptRow.JOIN_LOG
          + " where a.batch_id = :batch and a.position = :position and a.number = :number")
  Optional<AttemptRow> row(@BindMethods AttemptRef ref);

  /** All attempts at an item, without their logs. */
  default List<Attempt> attempts(String batch, int position) {
    return rows(batch, position).stream().map(AttemptRow::attempt).toList();
  }

  @SqlQuery(
      "select "
          + AttemptRow.WITHOUT_LOG
          + " from attempt a"
          + AttemptRow.JOIN_LOG
          + " where a.batch_id = :batch and a.position = :position order by a.number")
  List<AttemptRow> rows(String batch, int position);

  /**
   * The last attempts at items.
   *
   * @param positions at least one
   */
  default List<Attempt> lastAttempts(String batch, List<Integer> positions, boolean withLogs) {
    String columns = withLogs ? AttemptRow.WITH_LOG : AttemptRow.WITHOUT_LOG;
    return lastRows(
            columns, batch, Collections.min(positions), Collections.max(positions), positions)
        .stream()
        .map(AttemptRow::attempt)
        .toList();
  }

  /** H2 uses its index for the range only; for the list alone it would read the whole batch. */
  @SqlQuery(
      "select <columns> from item i join attempt a on a.batch_id = i.batch_id"
          + " and a.position = i.position and a.number = i.attempt"
          + AttemptRow.JOIN_LOG
          + """
             where i.batch_id = :batch and i.position between :first and :last
               and i.position in (<positions>)
             order by i.batch_id, i.position
            """)
  List<AttemptRow> lastRows(
      @Define String columns, String batch, int first, int last, @BindList List<Integer> positions);
}
