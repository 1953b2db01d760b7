package dev.serai.batch.store;

import dev.serai.batch.database.Database;
import dev.serai.batch.database.DuplicateException;
import dev.serai.batch.database.Sql;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What a database is called, by chance, when it is first used: 16 hexadecimal digits. Replicas that
 * share it read the same name; another database in the same namespace has another one.
 */
public final class StoreName {

  private static final int BYTES = 8;

  private StoreName() {}

  public static String of(Database database) {
    return read(database).orElseGet(() -> make(database));
  }

  private static String make(Database database) {
    byte[] name = new byte[BYTES];
    new SecureRandom().nextBytes(name);
    String made = HexFormat.of().formatHex(name);
    try {
      database.transact(
          connection -> Sql.update(connection, "insert into store (id, name) values (1, ?)", made));
      return made;
    } catch (DuplicateException e) {
      // another replica was faster
      return read(database).orElseThrow();
    }
  }

  private static Optional<String> read(Database database) {
    return database.transact(
        connection ->
            Sql.first(connection, row -> row.getString("name"), "select name from store"));
  }
}
