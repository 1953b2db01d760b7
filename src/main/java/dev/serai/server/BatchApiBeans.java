package dev.serai.server;

import dev.serai.batch.KeptLogs;
import dev.serai.batch.callback.AddressRule;
import dev.serai.batch.callback.CallbackRule;
import dev.serai.batch.callback.Signature;
import dev.serai.http.InstanceLogs;
import dev.serai.http.OpenStreams;
import dev.serai.http.batch.BatchControl;
import dev.serai.http.batch.BatchGauges;
import dev.serai.http.batch.BatchJson;
import dev.serai.http.batch.BatchPages;
import dev.serai.http.batch.BatchProgress;
import dev.serai.http.batch.stream.BatchEvents;
import dev.serai.http.batch.stream.BatchResults;
import dev.serai.http.batch.stream.BatchWatches;
import dev.serai.http.batch.stream.ItemLogs;
import dev.serai.http.callback.BatchNotifications;
import dev.serai.http.callback.CallbackClient;
import dev.serai.http.callback.Callbacks;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.main.Main;

/** The beans by which routes show and control batches, and publish their ends. */
record BatchApiBeans(BatchWatches watches, OpenStreams streams, BatchGauges gauges) {

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration LONGEST_CALLBACK = Duration.ofSeconds(10);

  /** The collaborators of these beans, besides the batches. */
  record BatchApiContext(
      Settings settings,
      Clock clock,
      MeterRegistry metrics,
      InstanceBeans instances,
      InstanceLogs logs,
      OpenStreams streams,
      CloseableStack parts) {}

  static BatchApiBeans bind(Main main, BatchBeans batches, BatchApiContext of) {
    Settings settings = of.settings();
    BatchJson json = new BatchJson(new BatchProgress(of.clock()));
    BatchPages pages = new BatchPages(batches.store(), json);
    BatchWatches watches = of.parts().add(new BatchWatches(batches.store(), LOOK));
    main.bind("batchPages", pages);
    main.bind("batchControl", new BatchControl(batches.store(), of.clock()));
    main.bind(
        "itemLogs",
        new ItemLogs(
            pages,
            batches.store(),
            of.instances().view(),
            settings.optional(Setting.BATCH_LOGS).map(Path::of).map(KeptLogs::new),
            of.logs()));
    main.bind("batchResults", new BatchResults(batches.store(), of.streams()));
    main.bind("batchEvents", new BatchEvents(watches, of.streams(), json, HEARTBEAT));
    main.bind(
        "batchNotifications",
        new BatchNotifications(batches.notices(), batches.store(), of.clock()));
    main.bind(
        "batchCallbacks",
        new Callbacks(
            batches.notices(),
            settings.optional(Setting.CALLBACK_SECRET).map(Signature::new),
            Callbacks.DeliveryPolicy.DEFAULT,
            of.clock(),
            of.metrics()));
    main.bind(
        "callbackClient",
        of.parts().add(new CallbackClient(callbacks(settings).addresses(), LONGEST_CALLBACK)));
    return new BatchApiBeans(
        watches, of.streams(), new BatchGauges(batches.store(), of.clock(), of.metrics()));
  }

  /** The rule for the callbacks of batches. */
  static CallbackRule callbacks(Settings settings) {
    return new CallbackRule(
        settings.optional(Setting.CALLBACK_SECRET).isPresent(),
        new AddressRule(settings.flag(Setting.CALLBACK_PRIVATE)));
  }

  /** Ends all streams when the server stops. */
  void release() {
    watches.close();
    streams.close();
  }
}
