package dev.serai.batch.database;

import dev.serai.folder.PrivateFolder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a database is, and how it is logged in to.
 *
 * @param url for JDBC
 * @param folder that an embedded one has to itself
 */
public record DatabaseAddress(
    String url, Optional<String> user, Optional<String> password, Optional<Path> folder) {

  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String H2_OPTIONS =
      // what is out of date is written over after so long: it is safe, since commits are synced
      ";RETENTION_TIME=2000"
          + ";LOCK_TIMEOUT=60000" // a repeated submission waits for the first one
          + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE" // it is closed by us
          + ";TRACE_LEVEL_FILE=0" // no file with statements and their values
          + ";QUERY_CACHE_SIZE=64"; // parsed statements of a connection, of which there are some 40

  public DatabaseAddress {
    Objects.requireNonNull(url, "url is null");
    Objects.requireNonNull(user, "user is null");
    Objects.requireNonNull(password, "password is null");
    Objects.requireNonNull(folder, "folder is null");
  }

  /**
   * A file in this folder, for one process. It is read and written as an asynchronous channel,
   * since Java closes a plain one, and with it the database for all, when a thread is interrupted
   * in it.
   */
  public static DatabaseAddress in(Path folder) {
    Path file = folder.toAbsolutePath().resolve("batches");
    return new DatabaseAddress(
        "jdbc:h2:async:" + file.toString().replace(";", "\\;") + H2_OPTIONS,
        Optional.empty(),
        Optional.empty(),
        Optional.of(folder));
  }

  /** In memory, gone when it is closed; for tests. */
  public static DatabaseAddress inMemory(String name) {
    return new DatabaseAddress(
        "jdbc:h2:mem:" + name + H2_OPTIONS, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * A PostgreSQL.
   *
   * @throws DatabaseStartException where the URL is no PostgreSQL's
   */
  public static DatabaseAddress at(String url, Optional<String> user, Optional<String> password) {
    if (!url.startsWith(POSTGRESQL)) {
      throw new DatabaseStartException(
          "database-url must be like jdbc:postgresql://host/name; PostgreSQL is what replicas share");
    }
    return new DatabaseAddress(url, user, password, Optional.empty());
  }

  boolean isPostgresql() {
    return url.startsWith(POSTGRESQL);
  }

  /** Where it is, without what could be a password: user, password and options are left out. */
  public String shown() {
    if (folder.isPresent()) {
      return "in " + folder.get();
    }
    String plain = url.replaceFirst("[?;].*", "");
    return plain.replaceFirst("//.*@", "//");
  }

  /** Holds the folder of an embedded one. */
  AutoCloseable hold() {
    return folder
        .<AutoCloseable>map(path -> PrivateFolder.hold(path, "the batches' folder"))
        .orElse(() -> {});
  }

  /** Neither the password nor the options. */
  @Override
  public String toString() {
    return "DatabaseAddress[" + shown() + "]";
  }
}
