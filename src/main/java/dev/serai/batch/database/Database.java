package dev.serai.batch.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.folder.FolderException;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of batches, with a schema that is up to date. */
public final class Database implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int CONNECTIONS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int COLLISIONS = 10;
  private static final String SYNC = "checkpoint sync";

  /** The work of one transaction. */
  @FunctionalInterface
  public interface Work<T> {

    T run(Handle handle);
  }

  private final DatabaseAddress address;
  private final AutoCloseable folder;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Consumer<String> statements;
  private final Commits commits;
  private final WorkThreads threads;

  private Database(
      DatabaseAddress address,
      AutoCloseable folder,
      HikariDataSource pool,
      Consumer<String> statements) {
    this.address = address;
    this.folder = folder;
    this.pool = pool;
    this.statements = statements;
    this.jdbi =
        Jdbi.create(pool)
            .installPlugin(new SqlObjectPlugin())
            .installPlugin(new ValueTypes())
            .registerRowMapper(new RecordMappers());
    // JDBI's messages would quote the values of parameters
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    // before the first handle copies the configuration
    jdbi.getConfig(Daos.class);
    this.commits = address.isPostgresql() ? Commits.ofServer() : Commits.ofFile();
    this.threads = address.isPostgresql() ? WorkThreads.ofCallers() : WorkThreads.own();
  }

  /**
   * Connects and brings the schema up to date.
   *
   * @throws DatabaseStartException with one line that says what to do
   */
  public static Database open(DatabaseAddress address, MeterRegistry metrics) {
    return open(address, metrics, statement -> LOG.trace("Executed {}", statement));
  }

  /**
   * Opens the database with an observer of its statements.
   *
   * @param statements accepts the text of each executed statement, which has no values in it
   */
  public static Database open(
      DatabaseAddress address, MeterRegistry metrics, Consumer<String> statements) {
    Objects.requireNonNull(metrics, "metrics is null");
    Objects.requireNonNull(statements, "statements is null");
    AutoCloseable folder;
    try {
      folder = address.hold();
    } catch (FolderException e) {
      throw new DatabaseStartException(
          e.getMessage() + "; replicas need a shared PostgreSQL (database-url)");
    }
    try {
      Database database = new Database(address, folder, pool(address, metrics), statements);
      database.migrate();
      return database;
    } catch (RuntimeException e) {
      closeAfter(e, folder);
      throw e;
    }
  }

  private static HikariDataSource pool(DatabaseAddress address, MeterRegistry metrics) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("batches");
    config.setJdbcUrl(address.url());
    address.user().ifPresent(config::setUsername);
    address.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setConnectionTimeout(PATIENCE.toMillis());
    config.setValidationTimeout(PATIENCE.toMillis());
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
    if (address.isPostgresql()) {
      config.addDataSourceProperty("ApplicationName", "serai");
      config.addDataSourceProperty("reWriteBatchedInserts", "true");
      config.addDataSourceProperty("connectTimeout", "5");
      config.addDataSourceProperty("tcpKeepAlive", "true");
      // the details quote rows
      config.addDataSourceProperty("logServerErrorDetail", "false");
    }
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw DatabaseStartException.notOpened(address, e);
    }
  }

  private void migrate() {
    try {
      Flyway.configure()
          .dataSource(pool)
          .locations("classpath:db/migration")
          .failOnMissingLocations(true)
          .cleanDisabled(true)
          .connectRetries(0)
          .load()
          .migrate();
    } catch (FlywayException e) {
      pool.close();
      throw DatabaseStartException.notMigrated(address, e);
    }
  }

  /**
   * Runs the work in one transaction, and retries it after a conflict with another transaction. An
   * embedded database runs it on another thread, and finishes it even if the caller is interrupted.
   *
   * @throws DatabaseUnavailableException when the work may be retried
   * @throws DuplicateException when a unique key exists already
   * @throws DatabaseException for any other failure of a statement
   */
  public <T> T transact(Work<T> work) {
    return threads.call(() -> transact(work, COLLISIONS));
  }

  /** Runs the work with one DAO in one transaction. */
  public <D, T> T transact(Class<D> dao, Function<D, T> work) {
    return transact(handle -> work.apply(Daos.of(handle, dao)));
  }

  /** Runs work that can't be repeated in one transaction, without retries. */
  public <D, T> T transactOnce(Class<D> dao, Function<D, T> work) {
    return threads.call(() -> transact(handle -> work.apply(Daos.of(handle, dao)), 0));
  }

  private <T> T transact(Work<T> work, int repeats) {
    for (int collisions = 0; ; collisions++) {
      try {
        return attempt(work);
      } catch (JdbiException e) {
        SQLException failure = SqlFailure.in(e).orElseThrow(() -> e);
        if (!SqlFailure.isCollision(failure) || collisions >= repeats) {
          throw SqlFailure.isUnique(failure) ? new DuplicateException() : SqlFailure.of(failure);
        }
      }
    }
  }

  private <T> T attempt(Work<T> work) {
    try (Handle handle = jdbi.open()) {
      StatementLog log = new StatementLog(statements);
      handle.setSqlLogger(log);
      try {
        T result = Daos.with(handle, () -> work.run(handle));
        if (log.hasWritten()) {
          commits.write(handle::commit, () -> handle.execute(SYNC));
        } else {
          commits.read(handle::commit, () -> handle.execute(SYNC));
        }
        return result;
      } catch (Throwable e) {
        rollBackAfter(e, handle);
        throw e;
      }
    }
  }

  private static void rollBackAfter(Throwable failure, Handle handle) {
    try {
      handle.rollback();
    } catch (JdbiException e) {
      failure.addSuppressed(e);
    }
  }

  /** The address of the database without secrets. */
  public String address() {
    return address.shown();
  }

  /** The problem of the database; empty when it answers. */
  public Optional<String> problem() {
    try {
      transact(handle -> handle.select("select 1").mapTo(Integer.class).one());
      return Optional.empty();
    } catch (DatabaseUnavailableException | DatabaseException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public void close() {
    if (!address.isPostgresql() && !pool.isClosed()) {
      threads.run(this::shutDown);
    }
    pool.close();
    threads.close();
    try {
      folder.close();
    } catch (Exception e) {
      LOG.warn("Cannot release the lock of the batches' folder: {}", e.toString());
    }
  }

  /** An embedded database is closed by a statement. */
  private void shutDown() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("shutdown");
    } catch (SQLException e) {
      LOG.debug("Closing the embedded database failed (SQLSTATE {})", e.getSQLState());
    }
  }

  private static void closeAfter(RuntimeException failure, AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
