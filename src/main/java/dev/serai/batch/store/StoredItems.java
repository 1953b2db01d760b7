package dev.serai.batch.store;

import dev.serai.batch.Attempt;
import dev.serai.batch.Item;
import dev.serai.batch.ItemState;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The items of one batch and their attempts, as they are read. */
final class StoredItems {

  private static final String PAGE =
      "select "
          + Rows.ITEM
          + """
            from item i where i.batch_id = ? and i.position > ?
            order by i.batch_id, i.position limit ?
            """;

  /** Found in the index alone: whole rows are read for the items of the page only. */
  private static final String PAGE_OF_STATE =
      "select "
          + Rows.ITEM
          + """
            from (select q.batch_id, q.position from item q
                where q.batch_id = ? and q.state = ? and q.position > ?
                order by q.position limit ?) page
              join item i on i.batch_id = page.batch_id and i.position = page.position
            order by page.position
            """;

  private final Connection connection;
  private final String batch;

  StoredItems(Connection connection, String batch) {
    this.connection = connection;
    this.batch = batch;
  }

  Optional<Item> find(String itemId) throws SQLException {
    return Sql.first(
        connection,
        Rows::item,
        "select " + Rows.ITEM + " from item i where i.batch_id = ? and i.item_id = ?",
        batch,
        itemId);
  }

  List<Item> page(Optional<ItemState> state, int after, int limit) throws SQLException {
    return state.isEmpty()
        ? Sql.list(connection, Rows::item, PAGE, batch, after, limit)
        : Sql.list(connection, Rows::item, PAGE_OF_STATE, batch, state.get(), after, limit);
  }

  List<Attempt> attempts(int position) throws SQLException {
    return Sql.list(
        connection,
        Rows::attempt,
        Rows.SELECT_ATTEMPT + " where a.batch_id = ? and a.position = ? order by a.number",
        batch,
        position);
  }

  /**
   * @param positions at least one
   */
  List<Attempt> lastAttempts(List<Integer> positions, boolean withLogs) throws SQLException {
    int first = Collections.min(positions);
    int last = Collections.max(positions);
    List<Object> values = new ArrayList<>(List.of(batch, first, last));
    StringBuilder sql =
        new StringBuilder("select ")
            .append(withLogs ? Rows.ATTEMPT : Rows.ATTEMPT_WITHOUT_LOG)
            .append(
                " from item i join attempt a on a.batch_id = i.batch_id"
                    + " and a.position = i.position and a.number = i.attempt");
    if (withLogs) {
      sql.append(
          " left join attempt_log l on l.batch_id = a.batch_id"
              + " and l.position = a.position and l.number = a.number");
    }
    // by the range alone does H2 find them by the index, and not by reading all of the batch
    sql.append(" where i.batch_id = ? and i.position between ? and ?");
    if (last - first >= positions.size()) {
      sql.append(" and i.position in (").append(Sql.places(positions.size())).append(")");
      values.addAll(positions);
    }
    sql.append(" order by i.batch_id, i.position");
    return Sql.list(connection, Rows::attempt, sql.toString(), values.toArray());
  }
}
