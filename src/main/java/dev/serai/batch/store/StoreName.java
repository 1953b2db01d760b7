package dev.serai.batch.store;

import dev.serai.batch.database.Database;
import dev.serai.batch.database.DuplicateException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The random name of a database, which it gets at its first use: 16 hexadecimal digits. Replicas
 * that share it read the same name; another database in the same namespace has another.
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
          handle -> handle.execute("insert into database_name (id, name) values (1, ?)", made));
      return made;
    } catch (DuplicateException e) {
      // another replica was faster
      return read(database).orElseThrow();
    }
  }

  private static Optional<String> read(Database database) {
    return database.transact(
        handle -> handle.select("select name from database_name").mapTo(String.class).findOne());
  }
}
