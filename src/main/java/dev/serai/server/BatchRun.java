package dev.serai.server;

import dev.serai.batch.ItemLedger;
import dev.serai.batch.run.ClaimTimes;
import dev.serai.batch.run.Dispatch;
import dev.serai.batch.run.OwnAttempts;
import dev.serai.batch.source.BatchesComponent;
import dev.serai.batch.source.Source;
import dev.serai.batch.source.Wake;
import dev.serai.batch.track.AttemptLogs;
import dev.serai.batch.track.BatchEnds;
import dev.serai.batch.track.BatchSweep;
import dev.serai.batch.track.Busy;
import dev.serai.batch.track.PodSightings;
import dev.serai.batch.track.Tracking;
import dev.serai.batch.track.UnstoredEnds;
import dev.serai.cluster.PodLogs;
import dev.serai.environment.EnvCatalogue;
import dev.serai.instance.RequestReader;
import dev.serai.instance.Ttl;
import dev.serai.pod.InstancePlanner;
import dev.serai.pod.PodEnds;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.main.Main;

/** What routes call by name between a batch's items and their pods. */
record BatchRun(Settings settings, Clock clock, Batches batches) {

  void bind(Main main, Parts parts, Instances instances, EnvCatalogue environments) {
    ItemLedger ledger = batches.ledger();
    // a database in a file serves one process
    OwnAttempts own =
        new OwnAttempts(batches.storeName(), settings.optional(Setting.DATABASE_URL).isEmpty());
    Busy busy = new Busy(clock);
    UnstoredEnds unstored = new UnstoredEnds();
    PodEnds ends = new PodEnds(instances.reader(), clock);
    Wake claims = new Wake();
    Wake sweeps = new Wake();
    Dispatch dispatch =
        new Dispatch(
            ledger,
            new RequestReader(ClusterParts.ofRequests(settings)),
            new InstancePlanner(
                environments,
                Ttl.of(settings.duration(Setting.MAX_TTL)),
                clock,
                new SecureRandom()),
            ClusterParts.identity(),
            ClaimTimes.of(
                settings.duration(Setting.REQUEST_TIMEOUT), instances.clusters().all().size()),
            own,
            claims,
            clock);
    main.bind("claimWake", claims);
    main.bind("sweepWake", sweeps);
    main.bind("batchDispatch", dispatch);
    main.bind(
        "batchTracking", new Tracking(ledger, instances.cache(), ends, own, busy, unstored, clock));
    main.bind(
        "batchSweep", new BatchSweep(ledger, instances.cache(), ends, own, busy, unstored, clock));
    main.bind("batchEnds", new BatchEnds(ledger, batches.store(), sweeps, clock));
    main.bind(
        "batchLogs",
        parts.add(
            new AttemptLogs(
                new PodLogs(instances.clusters()),
                Math.toIntExact(settings.bytes(Setting.BATCH_LOG_SIZE)),
                settings.optionalPath(Setting.BATCH_LOGS),
                clock)));
    main.bind(
        "batches",
        new BatchesComponent(
            Map.of(
                "claims", Source.wokenBy(claims, dispatch::stop),
                "sweeps", Source.wokenBy(sweeps, () -> {}),
                "pods", PodSightings.source(instances.cache(), ends, own, busy))));
  }
}
