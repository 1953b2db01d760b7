package dev.serai.batch.store;

import dev.serai.batch.Notices;
import dev.serai.batch.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The outbox in the database. */
public final class StoredNotices implements Notices {

  private final Database database;

  public StoredNotices(Database database) {
    this.database = Objects.requireNonNull(database, "database is null");
  }

  @Override
  public List<Notice> due(Instant now, Duration hold, int limit) {
    Instant until = now.plus(hold);
    return database.transact(
        OutboxDao.class,
        dao -> {
          List<OutboxDao.Entry> due = dao.due(now, limit);
          boolean[] leased = dao.lease(due, until);
          return IntStream.range(0, leased.length)
              .filter(i -> leased[i])
              .mapToObj(due::get)
              .map(e -> new Notice(e.batch(), e.kind(), e.attempts(), e.callbackUrl(), until))
              .toList();
        });
  }

  @Override
  public void told(Notice notice) {
    change(dao -> dao.remove(notice.batch(), notice.kind(), notice.heldUntil()));
  }

  @Override
  public void postpone(Notice notice, Instant notBefore) {
    change(dao -> dao.retryAt(notice.batch(), notice.kind(), notice.heldUntil(), notBefore));
  }

  @Override
  public void giveUp(Notice notice, String why) {
    change(dao -> dao.abandon(notice.batch(), notice.kind(), notice.heldUntil(), why));
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
