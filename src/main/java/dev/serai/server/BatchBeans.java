package dev.serai.server;

import dev.serai.batch.ItemLedger;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import dev.serai.batch.store.Limits;
import dev.serai.batch.store.Retention;
import dev.serai.batch.store.StoreName;
import dev.serai.batch.store.StoredBatches;
import dev.serai.batch.store.StoredLedger;
import dev.serai.batch.store.StoredNotices;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.main.Main;

/** The beans of stored batches. */
record BatchBeans(
    Database database,
    String storeName,
    StoredBatches store,
    ItemLedger ledger,
    StoredNotices notices,
    Retention retention) {

  /** Opens the database that the settings name, or one in the data folder. */
  static BatchBeans open(
      Settings settings, Clock clock, MeterRegistry metrics, CloseableStack parts) {
    DatabaseAddress address =
        settings
            .optional(Setting.DATABASE_URL)
            .map(
                url ->
                    DatabaseAddress.at(
                        url,
                        settings.optional(Setting.DATABASE_USER),
                        settings.optional(Setting.DATABASE_PASSWORD)))
            .orElseGet(() -> DatabaseAddress.in(settings.path(Setting.DATA).resolve("batches")));
    Database database = parts.add(Database.open(address, metrics));
    Limits limits =
        new Limits(
            settings.number(Setting.BATCH_LIMIT), settings.number(Setting.BATCH_OWNER_LIMIT));
    return new BatchBeans(
        database,
        StoreName.of(database),
        new StoredBatches(database, clock),
        new StoredLedger(database, limits, metrics),
        new StoredNotices(database),
        new Retention(database, clock, settings.duration(Setting.BATCH_RETENTION)));
  }

  void bind(Main main) {
    main.bind("batchStore", store);
    main.bind("ledger", ledger);
    main.bind("outbox", notices);
    main.bind("batchRetention", retention);
  }
}
