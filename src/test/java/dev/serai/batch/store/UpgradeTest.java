package dev.serai.batch.store;

import dev.serai.batch.database.DatabaseAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The upgrade of an H2 file. */
class UpgradeTest extends UpgradeContract {

  @TempDir Path data;

  @Override
  DatabaseAddress newAddress() {
    return DatabaseAddress.in(data.resolve("batches"));
  }
}
