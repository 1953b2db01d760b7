package dev.serai.batch.store;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemState;
import dev.serai.batch.database.Daos;
import dev.serai.batch.store.ClaimDao.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.sqlobject.SqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Claims that have no pod yet: how their leases are taken over and released. */
public interface LeaseDao extends SqlObject {

  /** A claim whose lease expired before a pod was recorded. */
  record ExpiredClaim(
      @Nested AttemptRef ref,
      Instant leaseExpiresAt,
      String cluster,
      String itemId,
      String target,
      String request,
      Optional<Duration> timeout,
      String batchName,
      String owner) {

    Claim claim(Instant newLeaseExpiresAt) {
      return new Claim(
          ref,
          itemId,
          batchName,
          owner,
          target,
          request,
          timeout,
          newLeaseExpiresAt,
          true,
          Optional.of(cluster).filter(name -> !name.isEmpty()));
    }
  }

  /** Takes over expired claims, in the order of their expiry. */
  default List<Claim> takeOver(int room, Lease lease) {
    List<ExpiredClaim> expired = expired(lease.now(), room);
    boolean[] renewed = renew(expired, lease);
    return IntStream.range(0, renewed.length)
        .filter(i -> renewed[i])
        .mapToObj(i -> expired.get(i).claim(lease.expiresAt()))
        .toList();
  }

  @SqlQuery(
      """
      select a.batch_id as batch, a.position, a.number, a.lease_expires_at, a.cluster, i.item_id,
        i.target, i.request, coalesce(i.timeout_ms, b.item_timeout_ms) as timeout,
        coalesce(b.name, b.id) as batch_name, b.owner
      from batch b
      join item i on i.batch_id = b.id and i.state = 'STARTING'
      join attempt a
        on a.batch_id = i.batch_id and a.position = i.position and a.number = i.attempt
      where b.state in ('RUNNING', 'PAUSED') and a.pod = '' and a.lease_expires_at <= :now
      order by a.lease_expires_at, a.batch_id, a.position limit :limit
      """)
  List<ExpiredClaim> expired(Instant now, int limit);

  /** Returns for each claim whether no other replica was faster. */
  @SqlBatch(
      """
      update attempt set replica = :lease.replica, lease_expires_at = :lease.expiresAt
      where batch_id = :ref.batch and position = :ref.position and number = :ref.number
        and ended_at is null and pod = '' and lease_expires_at = :leaseExpiresAt
      """)
  boolean[] renew(@BindMethods List<ExpiredClaim> claims, @BindMethods("lease") Lease lease);

  @SqlUpdate(
      """
      update attempt set cluster = :cluster
      where batch_id = :batch and position = :position and number = :number
        and ended_at is null and pod = ''
      """)
  int setCluster(@BindMethods AttemptRef ref, String cluster);

  @SqlQuery(
      """
      select number from attempt
      where batch_id = :batch and position = :position and number = :number
        and ended_at is null and pod = '' and lease_expires_at = :leaseExpiresAt
      """)
  Optional<Integer> ifCurrent(@BindMethods AttemptRef ref, Instant leaseExpiresAt);

  /**
   * Releases a claim without a pod: its attempt is deleted, and its item is queued again, or
   * cancelled if its batch is being ended. A later claim of the same attempt belongs to another
   * replica and stays.
   */
  default boolean release(
      AttemptRef ref, Instant leaseExpiresAt, String why, Instant notBefore, Instant now) {
    Optional<BatchDao.Locked> ending =
        Daos.beside(this, BatchDao.class).lock(ref.batch()).filter(BatchDao.Locked::isCancelling);
    if (!removeAttempt(ref, leaseExpiresAt)) {
      return false;
    }
    if (ending.isPresent()) {
      String message = "not started: the batch is being ended";
      releaseItem(
          ref,
          ItemState.CANCELLED,
          ending.get().reason(),
          message,
          ItemDao.AT_ONCE,
          Optional.of(now));
    } else {
      releaseItem(ref, ItemState.QUEUED, "Waiting", why, notBefore, Optional.empty());
    }
    return true;
  }

  @SqlUpdate(
      """
      delete from attempt
      where batch_id = :batch and position = :position and number = :number
        and ended_at is null and started_at is null and pod = ''
        and lease_expires_at = :leaseExpiresAt
      """)
  boolean removeAttempt(@BindMethods AttemptRef ref, Instant leaseExpiresAt);

  @SqlUpdate(
      """
      update item
      set state = :state, attempt = attempt - 1, reason = :reason, message = :message,
        not_before = :notBefore, finished_at = :finishedAt
      where batch_id = :batch and position = :position and attempt = :number
        and state = 'STARTING'
      """)
  void releaseItem(
      @BindMethods AttemptRef ref,
      ItemState state,
      String reason,
      String message,
      Instant notBefore,
      Optional<Instant> finishedAt);
}
