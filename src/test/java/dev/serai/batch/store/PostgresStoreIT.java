package dev.serai.batch.store;

import dev.serai.batch.database.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The {@link StoreContract} on PostgreSQL. */
class PostgresStoreIT extends StoreContract {

  private static Postgres postgres;

  @BeforeAll
  static void start() {
    postgres = Postgres.create();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Override
  Database open() {
    return Database.open(postgres.newDatabase(), metrics, statements::add);
  }
}
