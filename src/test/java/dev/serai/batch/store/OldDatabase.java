package dev.serai.batch.store;

import dev.serai.batch.database.DatabaseAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** Creates databases of schema V1, by its migration alone, with the rows of a killed program. */
public final class OldDatabase {

  public static final String NAME = "0123456789abcdef";

  /** It is running; see the script for its five items. */
  public static final String OPEN = "b-0000000000000001";

  /** It has just ended; its event and its callback are due. */
  public static final String ENDED = "b-0000000000000002";

  /** It is hidden, and its rows still exist. */
  public static final String REMOVED = "b-0000000000000003";

  /** It is being cancelled, and one of its items is running. */
  public static final String CANCELLED = "b-0000000000000004";

  private OldDatabase() {}

  /**
   * Creates one.
   *
   * @param callback the URL to be notified of the end of {@link #ENDED}
   */
  public static void make(DatabaseAddress address, URI callback) {
    String user = address.user().orElse(null);
    String password = address.password().orElse(null);
    Flyway.configure()
        .dataSource(address.url(), user, password)
        .locations("classpath:db/migration")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(address.url(), user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(script().replace("${callback}", callback.toString()));
      if (address.folder().isPresent()) {
        statement.execute("shutdown");
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the old database can't be created", e);
    }
  }

  private static String script() {
    try (InputStream script = OldDatabase.class.getResourceAsStream("/db/v1-batches.sql")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
