package dev.serai.batch.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.batch.DatabaseUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the file of the embedded database is synced. */
class CommitsTest {

  @TempDir Path data;

  private final AtomicInteger syncs = new AtomicInteger();
  private final Commits commits = Commits.ofFile();

  @Test
  void eachWriteIsSyncedAndReadsAfterItAreNot() {
    commits.read(CommitsTest::done, syncs::incrementAndGet);
    assertThat(syncs).hasValue(0);

    commits.write(CommitsTest::done, syncs::incrementAndGet);
    commits.write(CommitsTest::done, syncs::incrementAndGet);
    commits.read(CommitsTest::done, syncs::incrementAndGet);

    assertThat(syncs).hasValue(2);
  }

  @Test
  void aReadThatMayHaveSeenAnUnsyncedWriteSyncs() {
    commits.write(
        () -> {
          // the write is visible from here on, and not synced yet
          commits.read(CommitsTest::done, syncs::incrementAndGet);
          assertThat(syncs).hasValue(1);
        },
        syncs::incrementAndGet);

    assertThat(syncs).as("the commit may have been later than the sync").hasValue(2);
    commits.read(CommitsTest::done, syncs::incrementAndGet);
    assertThat(syncs).hasValue(2);
  }

  @Test
  void aFailedCommitLeavesNothingToWaitFor() {
    assertThatThrownBy(
            () ->
                commits.write(
                    () -> {
                      throw new DatabaseUnavailableException("for a test");
                    },
                    syncs::incrementAndGet))
        .isInstanceOf(DatabaseUnavailableException.class);

    commits.read(CommitsTest::done, syncs::incrementAndGet);
    commits.read(CommitsTest::done, syncs::incrementAndGet);

    assertThat(syncs).as("one, since part of it may be committed").hasValue(1);
  }

  @Test
  void aServerSyncsByItself() {
    Commits ofServer = Commits.ofServer();

    ofServer.write(CommitsTest::done, syncs::incrementAndGet);
    ofServer.read(CommitsTest::done, syncs::incrementAndGet);

    assertThat(syncs).hasValue(0);
  }

  @Test
  void transactionsThatOnlyReadSyncNoFile() {
    List<String> statements = new CopyOnWriteArrayList<>();
    try (Database database =
        Database.open(
            DatabaseAddress.in(data.resolve("batches")),
            new SimpleMeterRegistry(),
            statements::add)) {
      database.transact(handle -> handle.execute("insert into claim_lock (id) values (2)"));
      assertThat(statements).containsOnlyOnce("checkpoint sync");
      statements.clear();

      assertThat(database.problem()).isEmpty();
      database.transact(
          handle ->
              handle
                  .select("select id from claim_lock where id = 2 for update skip locked")
                  .mapTo(Integer.class)
                  .one());

      assertThat(statements).hasSize(2).doesNotContain("checkpoint sync");
      database.transact(handle -> handle.execute("delete from claim_lock where id = 2"));
      assertThat(statements).containsOnlyOnce("checkpoint sync");
    }
  }

  private static void done() {}
}
