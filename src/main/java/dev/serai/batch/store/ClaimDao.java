package dev.serai.batch.store;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.sqlobject.customizer.BindList;
import org.jdbi.v3.sqlobject.customizer.BindList.EmptyHandling;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlBatch;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** How replicas claim items. */
public interface ClaimDao {

  /** The replica that claims, and the lease of its claims. */
  record Lease(String replica, Instant now, Instant expiresAt) {}

  /** A batch that has not ended. */
  record OpenBatch(
      String id,
      String owner,
      String name,
      int priority,
      int parallelism,
      Optional<Duration> itemTimeout,
      int active,
      boolean isClaimable) {

    Shares.Wish wish() {
      return new Shares.Wish(id, owner, priority, parallelism, active);
    }

    Claim claim(DueItem item, Instant leaseExpiresAt) {
      return new Claim(
          new AttemptRef(id, item.position(), item.attempt() + 1),
          item.itemId(),
          name,
          owner,
          item.target(),
          item.request(),
          item.timeout().or(() -> itemTimeout),
          leaseExpiresAt,
          false,
          Optional.empty());
    }
  }

  /** A queued item that may be started now. */
  record DueItem(
      int position,
      String itemId,
      int attempt,
      String request,
      String target,
      Optional<Duration> timeout) {}

  /**
   * Claims items. Only one transaction does so at a time, over all replicas, so that the limits
   * hold strictly; a concurrent one claims nothing.
   *
   * @param held the targets at which nothing can be started
   */
  default List<Claim> claim(Limits limits, int room, Set<String> held, Lease lease) {
    if (lockClaims().isEmpty()) {
      return List.of();
    }
    List<OpenBatch> open = open(held, lease.now());
    int active = open.stream().mapToInt(OpenBatch::active).sum();
    Map<String, List<DueItem>> chosen =
        Shares.among(open.stream().map(OpenBatch::wish).toList(), limits)
            .fill(
                open.stream().filter(OpenBatch::isClaimable).map(OpenBatch::wish).toList(),
                Math.min(room, limits.all() - active),
                (batch, most) -> due(batch, held, lease.now(), most));
    Map<String, OpenBatch> byId =
        open.stream().collect(Collectors.toMap(OpenBatch::id, Function.identity()));
    List<Claim> claims = new ArrayList<>();
    if (!chosen.isEmpty()) {
      for (String batch : lockRunning(chosen.keySet())) {
        OpenBatch of = byId.get(batch);
        chosen.get(batch).forEach(item -> claims.add(of.claim(item, lease.expiresAt())));
      }
    }
    return acquire(claims, lease);
  }

  @SqlQuery("select id from claim_lock for update skip locked")
  Optional<Integer> lockClaims();

  /** An empty list of held targets is rendered as {@code null}, for which no comparison is true. */
  @SqlQuery(
      """
      select b.id, b.owner, coalesce(b.name, b.id) as name, b.priority, b.parallelism,
        b.item_timeout_ms as item_timeout,
        (select count(*) from item i
          where i.batch_id = b.id and i.state in ('STARTING', 'RUNNING')) as active,
        b.state = 'RUNNING'
          and coalesce(b.deadline_at > :now, true)
          and coalesce(b.single_target not in (<held>), true)
          and exists (select 1 from item q
            where q.batch_id = b.id and q.state = 'QUEUED' and q.not_before <= :now)
          as is_claimable
      from batch b
      where b.state in ('RUNNING', 'PAUSED', 'CANCELLING')
      """)
  List<OpenBatch> open(
      @BindList(onEmpty = EmptyHandling.NULL_STRING) Set<String> held, Instant now);

  /** Orders by all columns of the index, so that it is read in its order. */
  @SqlQuery(
      """
      select position, item_id, attempt, request, target, timeout_ms as timeout from item
      where batch_id = :batch and state = 'QUEUED' and not_before <= :now
        and coalesce(target not in (<held>), true)
      order by batch_id, state, not_before, position limit :limit
      """)
  List<DueItem> due(
      String batch,
      @BindList(onEmpty = EmptyHandling.NULL_STRING) Set<String> held,
      Instant now,
      int limit);

  /**
   * Locks batches, so that a pause or cancellation waits for the claim and sees its items; returns
   * those that are still running.
   */
  @SqlQuery("select id from batch where state = 'RUNNING' and id in (<ids>) order by id for update")
  List<String> lockRunning(@BindList Set<String> ids);

  /** Acquires those items that are still queued. */
  private List<Claim> acquire(List<Claim> wanted, Lease lease) {
    List<AttemptRef> refs = wanted.stream().map(Claim::ref).toList();
    int[] acquired = acquireItems(refs, ItemDao.AT_ONCE);
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < acquired.length; i++) {
      if (acquired[i] == 1) {
        claims.add(wanted.get(i));
      } else if (acquired[i] == Statement.SUCCESS_NO_INFO) {
        throw new IllegalStateException("the driver does not report whether an item was claimed");
      }
    }
    addAttempts(claims.stream().map(Claim::ref).toList(), lease);
    return claims;
  }

  @SqlBatch(
      """
      update item
      set state = 'STARTING', attempt = :number, not_before = :atOnce, reason = '', message = '',
        started_at = null, finished_at = null
      where batch_id = :batch and position = :position and state = 'QUEUED'
        and attempt + 1 = :number
      """)
  int[] acquireItems(@BindMethods List<AttemptRef> refs, Instant atOnce);

  @SqlBatch(
      """
      insert into attempt (batch_id, position, number, replica, claimed_at, lease_expires_at)
      values (:batch, :position, :number, :lease.replica, :lease.now, :lease.expiresAt)
      """)
  void addAttempts(@BindMethods List<AttemptRef> refs, @BindMethods("lease") Lease lease);
}
