package dev.serai.batch.database;

import dev.serai.folder.PrivateFolder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The address of a database, and the credentials for it.
 *
 * @param url for JDBC
 * @param folder of an embedded database, for its exclusive use
 */
public record DatabaseAddress(
    String url, Optional<String> user, Optional<String> password, Optional<Path> folder) {

  private static final String POSTGRESQL = "jdbc:postgresql:";
  private static final String H2_OPTIONS =
      // obsolete data is overwritten after this time, which is safe, since commits are synced
      ";RETENTION_TIME=2000"
          + ";LOCK_TIMEOUT=60000" // a repeated submission waits for the first one
          + ";DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE" // Serai closes it
          + ";TRACE_LEVEL_FILE=0" // no file with statements and their values
          + ";QUERY_CACHE_SIZE=64"; // parsed statements of a connection; there are some 40

  public DatabaseAddress {
    Objects.requireNonNull(url, "url is null");
    Objects.requireNonNull(user, "user is null");
    Objects.requireNonNull(password, "password is null");
    Objects.requireNonNull(folder, "folder is null");
  }

  /**
   * A file in this folder, for one process. H2 uses an asynchronous channel for it: Java closes a
   * plain one, and thereby the database for all threads, when a thread is interrupted in it.
   */
  public static DatabaseAddress in(Path folder) {
    Path file = folder.toAbsolutePath().resolve("batches");
    return new DatabaseAddress(
        "jdbc:h2:async:" + file.toString().replace(";", "\\;") + H2_OPTIONS,
        Optional.empty(),
        Optional.empty(),
        Optional.of(folder));
  }

  /** A database in memory, deleted when it is closed; for tests. */
  public static DatabaseAddress inMemory(String name) {
    return new DatabaseAddress(
        "jdbc:h2:mem:" + name + H2_OPTIONS, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * A PostgreSQL database.
   *
   * @throws DatabaseStartException if the URL is not one of PostgreSQL
   */
  public static DatabaseAddress at(String url, Optional<String> user, Optional<String> password) {
    if (!url.startsWith(POSTGRESQL)) {
      throw new DatabaseStartException(
          "database-url must be like jdbc:postgresql://host/name; replicas share a PostgreSQL");
    }
    return new DatabaseAddress(url, user, password, Optional.empty());
  }

  boolean isPostgresql() {
    return url.startsWith(POSTGRESQL);
  }

  /** The address without user, password and options, any of which may hold a secret. */
  public String shown() {
    if (folder.isPresent()) {
      return "in " + folder.get();
    }
    String plain = url.replaceFirst("[?;].*", "");
    return plain.replaceFirst("//.*@", "//");
  }

  /** Locks the folder of an embedded database. */
  AutoCloseable hold() {
    return folder
        .<AutoCloseable>map(path -> PrivateFolder.hold(path, "the batches' folder"))
        .orElse(() -> {});
  }

  /** Leaves out the password and the options. */
  @Override
  public String toString() {
    return "DatabaseAddress[" + shown() + "]";
  }
}
