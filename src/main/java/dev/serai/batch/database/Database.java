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
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database of batches, with a schema that is up to date. */
public final class Database implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int CONNECTIONS = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int COLLISIONS = 10;

  /** What is done in a transaction. */
  @FunctionalInterface
  public interface Work<T> {

    T run(Connection connection) throws SQLException;
  }

  private final DatabaseAddress address;
  private final AutoCloseable folder;
  private final HikariDataSource pool;
  private final Commits commits;
  private final WorkThreads threads;

  private Database(DatabaseAddress address, AutoCloseable folder, HikariDataSource pool) {
    this.address = address;
    this.folder = folder;
    this.pool = pool;
    this.commits = address.isPostgresql() ? Commits.ofServer() : Commits.ofFile();
    this.threads = address.isPostgresql() ? WorkThreads.ofCallers() : WorkThreads.own();
  }

  /**
   * Connects and brings the schema up to date.
   *
   * @throws DatabaseStartException with one line to act on
   */
  public static Database open(DatabaseAddress address, MeterRegistry metrics) {
    Objects.requireNonNull(metrics, "metrics is null");
    AutoCloseable folder;
    try {
      folder = address.hold();
    } catch (FolderException e) {
      throw new DatabaseStartException(
          e.getMessage() + "; replicas need a PostgreSQL that they share (database-url)");
    }
    try {
      Database database = new Database(address, folder, pool(address, metrics));
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
      // rows are quoted in details
      config.addDataSourceProperty("logServerErrorDetail", "false");
    }
    try {
      return new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw notOpened(address, e);
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
      throw new DatabaseStartException(
          "the schema of the database %s can't be brought up to date: %s"
              .formatted(address.shown(), firstLine(e)));
    }
  }

  private static DatabaseStartException notOpened(DatabaseAddress address, Throwable failure) {
    SQLException reason = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        reason = sql;
      }
    }
    String state = reason == null ? "" : String.valueOf(reason.getSQLState());
    String why;
    if (!address.isPostgresql()) {
      why = "it can't be opened (SQLSTATE %s)".formatted(state);
    } else if (state.startsWith("28")) {
      why = "it rejects the user or the password (database-user, database-password)";
    } else if (state.equals("3D000")) {
      why = "there is no such database on that server (database-url)";
    } else if (state.startsWith("08")) {
      why = "it can't be reached (database-url)";
    } else {
      why = "it can't be used (database-url): SQLSTATE " + state;
    }
    return new DatabaseStartException("the database %s: %s".formatted(address.shown(), why));
  }

  private static String firstLine(FlywayException failure) {
    return failure.getMessage().lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  /**
   * Does the work in one transaction, again when another one stood in its way. An embedded database
   * does it on another thread, and to its end even if the caller is interrupted.
   *
   * @throws DatabaseUnavailableException when it may be tried again
   * @throws DuplicateException when a unique key is taken
   * @throws DatabaseFault for any other failure of a statement
   */
  public <T> T transact(Work<T> work) {
    return threads.call(() -> again(work));
  }

  /** The same for work that can't be done twice. */
  public <T> T transactOnce(Work<T> work) {
    return threads.call(() -> once(work));
  }

  private <T> T again(Work<T> work) {
    for (int collisions = 0; ; collisions++) {
      try {
        return attempt(work);
      } catch (SQLException e) {
        if (!SqlFailure.isCollision(e) || collisions >= COLLISIONS) {
          throw meaning(e);
        }
      }
    }
  }

  private <T> T once(Work<T> work) {
    try {
      return attempt(work);
    } catch (SQLException e) {
      throw meaning(e);
    }
  }

  private <T> T attempt(Work<T> work) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      try {
        T result = work.run(connection);
        connection.commit();
        commits.save(connection);
        return result;
      } catch (Throwable e) {
        rollBackAfter(e, connection);
        throw e;
      }
    }
  }

  private static void rollBackAfter(Throwable failure, Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private static RuntimeException meaning(SQLException failure) {
    return SqlFailure.isUnique(failure) ? new DuplicateException() : SqlFailure.of(failure);
  }

  /** Where it is; no secrets. */
  public String address() {
    return address.shown();
  }

  /** What is wrong with it; empty when it answers. */
  public Optional<String> trouble() {
    try {
      transact(connection -> Sql.first(connection, row -> 1, "select 1"));
      return Optional.empty();
    } catch (DatabaseUnavailableException | DatabaseFault e) {
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
      LOG.warn("The folder of the batches could not be let go: {}", e.toString());
    }
  }

  /** An embedded one is closed by a statement. */
  private void shutDown() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("shutdown");
    } catch (SQLException e) {
      LOG.debug("SQLSTATE {} at the end of the embedded database", e.getSQLState());
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
