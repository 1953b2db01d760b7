package dev.serai.server;

import dev.serai.batch.ItemLedger;
import dev.serai.batch.run.ClaimRelease;
import dev.serai.batch.run.ClaimTimes;
import dev.serai.batch.run.Dispatch;
import dev.serai.batch.track.AttemptLogs;
import dev.serai.batch.track.AttemptRegistry;
import dev.serai.batch.track.BatchEnds;
import dev.serai.batch.track.BatchSweep;
import dev.serai.batch.track.BatchesComponent;
import dev.serai.batch.track.HeldClaims;
import dev.serai.batch.track.Tracking;
import dev.serai.cluster.PodLogs;
import dev.serai.environment.EnvCatalogue;
import dev.serai.instance.RequestReader;
import dev.serai.instance.Ttl;
import dev.serai.pod.InstancePlanner;
import dev.serai.pod.PodOutcomes;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.security.SecureRandom;
import java.time.Clock;
import org.apache.camel.main.Main;

/** The beans that run batches: from items to pods and back. */
record BatchRunBeans(Settings settings, Clock clock, BatchBeans batches) {

  void bind(Main main, CloseableStack parts, InstanceBeans instances, EnvCatalogue environments) {
    ItemLedger ledger = batches.ledger();
    // an embedded database serves one process
    boolean sole = settings.optional(Setting.DATABASE_URL).isEmpty();
    AttemptRegistry attempts = new AttemptRegistry(batches.storeName(), sole, clock);
    PodOutcomes ends = new PodOutcomes(instances.reader(), clock);
    Dispatch dispatch =
        new Dispatch(
            ledger,
            new RequestReader(ClusterModules.ofRequests(settings)),
            new InstancePlanner(
                environments,
                Ttl.of(settings.duration(Setting.MAX_TTL)),
                clock,
                new SecureRandom()),
            ClusterModules.identity(),
            ClaimTimes.of(
                settings.duration(Setting.REQUEST_TIMEOUT), instances.clusters().all().size()),
            new HeldClaims(attempts, settings.number(Setting.BATCH_STARTERS), clock),
            clock);
    Tracking tracking = new Tracking(ledger, instances.cache(), ends, attempts, clock);
    main.bind("batchDispatch", dispatch);
    main.bind("batchTracking", tracking);
    main.bind("claimRelease", new ClaimRelease(dispatch, tracking));
    main.bind("batchSweep", new BatchSweep(ledger, instances.cache(), ends, attempts, clock));
    main.bind("batchEnds", new BatchEnds(ledger, batches.store(), clock));
    main.bind(
        "batchLogs",
        parts.add(
            new AttemptLogs(
                new PodLogs(instances.clusters()),
                Math.toIntExact(settings.bytes(Setting.BATCH_LOG_SIZE)),
                settings.optionalPath(Setting.BATCH_LOGS),
                attempts,
                clock)));
    main.bind("batches", new BatchesComponent(instances.cache(), ends, attempts));
  }
}
