package dev.serai.batch.store;

import dev.serai.batch.Outbox.Kind;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The notifications of batch ends that have to be sent. */
public interface OutboxDao {

  /** An entry that is due. */
  record Entry(String batch, Kind kind, int attempts, Instant dueAt, Optional<URI> callbackUrl) {}

  @SqlUpdate("insert into outbox (batch_id, kind, due_at) values (:batch, :kind, :dueAt)")
  void add(String batch, Kind kind, Instant dueAt);

  @SqlUpdate("delete from outbox where batch_id = :batch")
  void removeAll(String batch);

  @SqlQuery(
      """
      select o.batch_id as batch, o.kind, o.attempts, o.due_at, b.callback_url
      from outbox o join batch b on b.id = o.batch_id
      where o.due_at <= :now order by o.due_at, o.batch_id, o.kind limit :limit
      """)
  List<Entry> due(Instant now, int limit);

  /** Leases entries until a time; another replica may have been faster. */
  @SqlBatch(
      """
      update outbox set due_at = :until
      where batch_id = :batch and kind = :kind and due_at = :dueAt
      """)
  boolean[] lease(@BindMethods List<Entry> entries, Instant until);

  @SqlUpdate("delete from outbox where batch_id = :batch and kind = :kind and due_at = :until")
  void remove(String batch, Kind kind, Instant until);

  @SqlUpdate(
      """
      update outbox set due_at = :notBefore, attempts = attempts + 1
      where batch_id = :batch and kind = :kind and due_at = :until
      """)
  void retryAt(String batch, Kind kind, Instant until, Instant notBefore);

  @SqlUpdate(
      """
      update outbox set due_at = null, failure = :failure
      where batch_id = :batch and kind = :kind and due_at = :until
      """)
  void abandon(String batch, Kind kind, Instant until, String failure);
}
