package dev.serai.batch.store;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.BatchState;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.ItemLedger.Standing;
import dev.serai.batch.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pods that were made in a moment, noted in one transaction. */
final class Creations {

  private final Connection connection;
  private final List<Created> pods;

  Creations(Connection connection, List<Created> pods) {
    this.connection = connection;
    this.pods = pods;
  }

  /** What is to be done with each. */
  Map<Created, Standing> note() throws SQLException {
    // always in this order, so that of two replicas' neither waits for the other
    List<Created> ordered =
        pods.stream().sorted(Comparator.comparing(Created::ref, AttemptRef.ORDER)).toList();
    int[] changed =
        Sql.updateAll(
            connection,
            """
            update attempt set pod = ?, uid = ?, cluster = ?
            where batch_id = ? and position = ? and number = ? and ended_at is null
            """,
            ordered.stream()
                .map(
                    pod ->
                        new Object[] {
                          pod.pod(),
                          pod.uid(),
                          pod.cluster(),
                          pod.ref().batch(),
                          pod.ref().position(),
                          pod.ref().number()
                        })
                .toList());
    Map<String, Standing> batches = batches();
    Map<Created, Standing> standings = new HashMap<>();
    for (int i = 0; i < changed.length; i++) {
      Created pod = ordered.get(i);
      standings.put(
          pod,
          changed[i] == 1 ? batches.getOrDefault(pod.ref().batch(), Standing.OVER) : Standing.OVER);
    }
    return standings;
  }

  private Map<String, Standing> batches() throws SQLException {
    record Known(String batch, Standing standing) {}
    Object[] ids = pods.stream().map(pod -> pod.ref().batch()).distinct().toArray();
    Map<String, Standing> batches = new HashMap<>();
    for (Known known :
        Sql.list(
            connection,
            row -> new Known(row.getString("id"), standing(row)),
            "select id, state from batch where id in (" + Sql.places(ids.length) + ")",
            ids)) {
      batches.put(known.batch(), known.standing());
    }
    return batches;
  }

  /** Of an attempt that goes on; the row is its batch. */
  static Standing standing(ResultSet row) throws SQLException {
    return row.getString("state").equals(BatchState.CANCELLING.name())
        ? Standing.UNWANTED
        : Standing.PRESENT;
  }
}
