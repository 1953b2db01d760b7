package dev.serai.batch.store;

import dev.serai.batch.Outbox;
import dev.serai.batch.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The outbox in the database. */
public final class StoredNotices implements Outbox {

  private final Database database;

  public StoredNotices(Database database) {
    this.database = Objects.requireNonNull(database, "database is null");
  }

  @Override
  public List<OutboxEntry> due(Instant now, Duration hold, int limit) {
    Instant until = now.plus(hold);
    return database.transact(
        OutboxDao.class,
        dao -> {
          List<OutboxDao.Entry> due = dao.due(now, limit);
          boolean[] leased = dao.lease(due, until);
          return IntStream.range(0, leased.length)
              .filter(i -> leased[i])
              .mapToObj(due::get)
              .map(e -> new OutboxEntry(e.batch(), e.kind(), e.attempts(), e.callbackUrl(), until))
              .toList();
        });
  }

  @Override
  public void delivered(OutboxEntry notice) {
    change(dao -> dao.remove(notice.batch(), notice.kind(), notice.leaseExpiresAt()));
  }

  @Override
  public void postpone(OutboxEntry notice, Instant notBefore) {
    change(dao -> dao.retryAt(notice.batch(), notice.kind(), notice.leaseExpiresAt(), notBefore));
  }

  @Override
  public void giveUp(OutboxEntry notice, String why) {
    change(dao -> dao.abandon(notice.batch(), notice.kind(), notice.leaseExpiresAt(), why));
  }

  private void change(Consumer<OutboxDao> change) {
    database.transact(
        OutboxDao.class,
        dao -> {
          change.accept(dao);
          return true;
        });
  }
}
