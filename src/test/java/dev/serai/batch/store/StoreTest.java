package dev.serai.batch.store;

import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import java.util.UUID;

/** The contract on H2. */
class StoreTest extends StoreContract {

  @Override
  Database open() {
    return Database.open(
        DatabaseAddress.inMemory(UUID.randomUUID().toString()), metrics, statements::add);
  }
}
