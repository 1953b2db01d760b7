package dev.serai.batch.store;

import dev.serai.batch.Attempt;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchState;
import dev.serai.batch.BatchStore;
import dev.serai.batch.Counts;
import dev.serai.batch.Item;
import dev.serai.batch.ItemState;
import dev.serai.batch.NewItem;
import dev.serai.batch.Submission;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DuplicateException;
import dev.serai.batch.database.Sql;
import dev.serai.instance.Refusal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Batches in the database. */
public final class StoredBatches implements BatchStore {

  private static final String THERE = "select * from batch where removed = false";

  private final Database database;
  private final Intake intake;

  public StoredBatches(Database database, Clock clock) {
    this.database = Objects.requireNonNull(database, "database is null");
    this.intake = new Intake(clock);
  }

  @Override
  public Accepted submit(Submission submission, Iterator<NewItem> items) {
    Optional<Batch> earlier = earlier(submission);
    if (earlier.isPresent()) {
      return new Accepted(earlier.get(), true);
    }
    try {
      String id = database.transactOnce(connection -> intake.store(connection, submission, items));
      return new Accepted(find(id).orElseThrow(), false);
    } catch (DuplicateException e) {
      // somebody else was faster: the insertion has waited for the end of that transaction
      return new Accepted(earlier(submission).orElseThrow(Intake::gone), true);
    }
  }

  private Optional<Batch> earlier(Submission submission) {
    return database.transact(
        connection -> counted(connection, intake.earlier(connection, submission)));
  }

  @Override
  public Optional<Batch> find(String id) {
    return database.transact(
        connection ->
            counted(connection, Sql.first(connection, Rows::batch, THERE + " and id = ?", id)));
  }

  @Override
  public Optional<Batch> findByName(String owner, String name) {
    return database.transact(
        connection ->
            counted(
                connection,
                Sql.first(
                    connection, Rows::batch, THERE + " and owner = ? and name = ?", owner, name)));
  }

  @Override
  public List<Batch> list(BatchFilter filter, Optional<String> before, int limit) {
    StringBuilder sql = new StringBuilder(THERE);
    List<Object> values = new ArrayList<>();
    filter
        .owner()
        .ifPresent(
            owner -> {
              sql.append(" and owner = ?");
              values.add(owner);
            });
    filter
        .state()
        .ifPresent(
            state -> {
              sql.append(" and state = ?");
              values.add(state);
            });
    before.ifPresent(
        id -> {
          sql.append(" and id < ?");
          values.add(id);
        });
    sql.append(" order by id desc limit ?");
    values.add(limit);
    return database.transact(
        connection ->
            counted(
                connection, Sql.list(connection, Rows::batch, sql.toString(), values.toArray())));
  }

  @Override
  public Optional<Item> item(String batch, String itemId) {
    return database.transact(connection -> new StoredItems(connection, batch).find(itemId));
  }

  @Override
  public List<Item> items(String batch, Optional<ItemState> state, int after, int limit) {
    return database.transact(
        connection -> new StoredItems(connection, batch).page(state, after, limit));
  }

  @Override
  public List<Attempt> attempts(String batch, int position) {
    return database.transact(connection -> new StoredItems(connection, batch).attempts(position));
  }

  @Override
  public List<Attempt> lastAttempts(String batch, List<Integer> positions, boolean withLogs) {
    return positions.isEmpty()
        ? List.of()
        : database.transact(
            connection -> new StoredItems(connection, batch).lastAttempts(positions, withLogs));
  }

  @Override
  public boolean cancel(String batch, String reason, String message, Instant now) {
    return database.transact(connection -> Ending.begin(connection, batch, reason, message, now));
  }

  @Override
  public boolean pause(String batch) {
    return move(batch, BatchState.RUNNING, BatchState.PAUSED);
  }

  @Override
  public boolean resume(String batch) {
    return move(batch, BatchState.PAUSED, BatchState.RUNNING);
  }

  private boolean move(String batch, BatchState from, BatchState to) {
    return database.transact(
        connection ->
            Sql.update(
                    connection,
                    "update batch set state = ? where id = ? and state = ?",
                    to,
                    batch,
                    from)
                == 1);
  }

  @Override
  public int retryFailed(String batch, Instant now) {
    return database.transact(connection -> new BatchRetry(connection, batch).retryFailed());
  }

  @Override
  public boolean delete(String batch) {
    return database.transact(
        connection -> {
          Optional<BatchState> state = Ending.lock(connection, batch).map(Ending.Locked::state);
          if (state.isEmpty()) {
            return false;
          }
          if (!state.get().isFinal()) {
            throw Refusal.conflict(
                "batch %s is %s; cancel it, and delete it when it has ended"
                    .formatted(batch, state.get()));
          }
          Retention.hide(connection, batch);
          return true;
        });
  }

  private static Optional<Batch> counted(Connection connection, Optional<Batch> batch)
      throws SQLException {
    return counted(connection, batch.stream().toList()).stream().findFirst();
  }

  static List<Batch> counted(Connection connection, List<Batch> batches) throws SQLException {
    if (batches.isEmpty()) {
      return batches;
    }
    Map<String, Map<ItemState, Integer>> counts = new HashMap<>();
    Sql.list(
        connection,
        row ->
            counts
                .computeIfAbsent(row.getString("batch_id"), batch -> new EnumMap<>(ItemState.class))
                .put(ItemState.valueOf(row.getString("state")), row.getInt("items")),
        "select batch_id, state, count(*) as items from item where batch_id in ("
            + Sql.places(batches.size())
            + ") group by batch_id, state",
        batches.stream().map(Batch::id).toArray());
    return batches.stream()
        .map(batch -> Rows.withCounts(batch, new Counts(counts.getOrDefault(batch.id(), Map.of()))))
        .toList();
  }
}
