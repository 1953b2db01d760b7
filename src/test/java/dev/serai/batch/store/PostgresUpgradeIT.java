package dev.serai.batch.store;

import dev.serai.batch.database.DatabaseAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The upgrade of a PostgreSQL. */
class PostgresUpgradeIT extends UpgradeContract {

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
  DatabaseAddress newAddress() {
    return postgres.newDatabase();
  }
}
