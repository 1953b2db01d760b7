package dev.serai.batch.track;

import dev.serai.batch.AttemptEnd;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.ItemLedger.Keep;
import dev.serai.batch.ItemLedger.Standing;
import dev.serai.batch.ItemRule;
import dev.serai.batch.LogTail;
import dev.serai.batch.run.Dispatch;
import dev.serai.batch.run.OwnAttempts;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.PodCache;
import dev.serai.cluster.PodLookup;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.FailureKind;
import dev.serai.pod.PodEnd;
import dev.serai.pod.PodEnds;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code batchTracking}: the steps from what is seen of pods to what the database knows. */
public final class Tracking {

  /** Property: what is to be done with the pod of this exchange, a {@link Standing}. */
  private static final String STANDING = "SeraiStanding";

  /** Property: what was seen, a {@link Sighting}. */
  private static final String SIGHTING = "SeraiSighting";

  private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);

  private final ItemLedger ledger;
  private final PodCache cache;
  private final PodEnds ends;
  private final OwnAttempts own;
  private final Busy busy;
  private final UnstoredEnds unstored;
  private final Clock clock;

  public Tracking(
      ItemLedger ledger,
      PodCache cache,
      PodEnds ends,
      OwnAttempts own,
      Busy busy,
      UnstoredEnds unstored,
      Clock clock) {
    this.ledger = Objects.requireNonNull(ledger, "ledger is null");
    this.cache = Objects.requireNonNull(cache, "cache is null");
    this.ends = Objects.requireNonNull(ends, "ends is null");
    this.own = Objects.requireNonNull(own, "own is null");
    this.busy = Objects.requireNonNull(busy, "busy is null");
    this.unstored = Objects.requireNonNull(unstored, "unstored is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  /** The claim of this exchange has a pod. New body: what {@link #noteMade} notes of it. */
  public Created made(@Body EnvInstance instance, @ExchangeProperty(Dispatch.CLAIM) Claim claim) {
    return new Created(claim.ref(), instance.id(), instance.uid(), instance.cluster());
  }

  /**
   * These pods exist, which is noted unless it has been meanwhile. New body: those whose attempts
   * are over, to be discarded. Those of a batch that is being ended are left to the sweep, which is
   * woken for them.
   */
  public List<Sighting> noteMade(@Body List<Created> made) {
    List<Created> pods = made.stream().filter(pod -> !own.isMade(pod.ref())).toList();
    List<Sighting> left = new ArrayList<>();
    ledger
        .created(pods)
        .forEach(
            (pod, standing) -> {
              own.made(pod.ref());
              if (standing == Standing.OVER) {
                busy.begin(pod.ref());
                // the watch may not have told of it yet
                left.add(Sighting.of(Sighting.What.LEFT, pod.ref(), AttemptPods.bare(pod)));
              }
            });
    return left;
  }

  /** Its pod is there, and perhaps runs. */
  public void goesOn(@Body Sighting seen, Exchange exchange) {
    Standing standing = seen.pod().map(pod -> note(seen, pod)).orElse(Standing.PRESENT);
    if (standing == Standing.OVER) {
      own.remove(seen.ref());
    }
    exchange.setProperty(STANDING, standing);
  }

  /** Tells the database what it does not know yet of a pod. */
  private Standing note(Sighting seen, Pod pod) {
    AttemptRef ref = seen.ref();
    Standing standing = Standing.PRESENT;
    if (!own.isMade(ref)) {
      standing =
          ledger.created(
              new Created(ref, seen.podName(), AttemptPods.uid(pod), AttemptPods.cluster(pod)));
      own.made(ref);
    }
    Optional<Instant> start = PodEnds.startedAt(pod);
    if (standing == Standing.PRESENT && start.isPresent() && !own.isRunning(ref)) {
      standing = ledger.running(ref, PodEnds.node(pod), start.get());
      own.running(ref);
    }
    return standing;
  }

  public boolean isUnwanted(@ExchangeProperty(STANDING) Standing standing) {
    return standing == Standing.UNWANTED;
  }

  public boolean isOver(@ExchangeProperty(STANDING) Standing standing) {
    return standing == Standing.OVER;
  }

  /** What was seen, and is not wanted. */
  public Sighting unwanted(@Body Sighting seen) {
    return new Sighting(Sighting.What.UNWANTED, seen.ref(), seen.pod());
  }

  /** The attempt has ended: stores how. The first end counts. */
  public void end(@Body Sighting seen, @ExchangeProperty(AttemptLogs.PROPERTY) LogTail log) {
    Optional<PodEnd> own = seen.pod().flatMap(ends::of);
    if (seen.what() == Sighting.What.ENDED && own.isEmpty()) {
      // it was in a state that comes to an end by time, and has got over it
      return;
    }
    if (seen.pod().map(pod -> note(seen, pod)).orElse(Standing.PRESENT) == Standing.OVER) {
      // as when a pod goes whose attempt was ended before
      this.own.remove(seen.ref());
      return;
    }
    AttemptEnd end = end(seen, own, Objects.requireNonNullElse(log, LogTail.NONE));
    Optional<ItemRule> rule = ledger.end(seen.ref(), end, clock.instant());
    rule.ifPresent(
        what -> LOG.debug("Attempt {} has ended: {} {}", seen.ref(), end.kind(), end.reason()));
    this.own.remove(seen.ref());
  }

  private AttemptEnd end(Sighting seen, Optional<PodEnd> own, LogTail log) {
    String node = AttemptPods.node(seen.pod());
    if (seen.what() == Sighting.What.UNWANTED && own.isEmpty()) {
      AttemptEnd end =
          AttemptEnd.of(
              AttemptEnd.Kind.CANCELLED, "Cancelled", "its batch is ended", clock.instant());
      return new AttemptEnd(
          end.kind(), end.reason(), end.message(), end.exitCode(), node, end.at(), log);
    }
    return AttemptPods.end(own.orElseGet(ends::vanished), node, log);
  }

  /** Whether the pod is there and nobody needs it any more. */
  public boolean isLeft(@Body Sighting seen) {
    if (seen.pod().isEmpty() || seen.what() == Sighting.What.GONE) {
      return false;
    }
    Keep keep = ledger.keep(seen.ref(), clock.instant());
    // what was seen may be older than the end that the database knows, and the cache is not
    return AttemptPods.isLeft(newest(seen.pod().get()), keep);
  }

  private Pod newest(Pod seen) {
    return cache
        .find(seen.getMetadata().getName())
        .filter(pod -> AttemptPods.uid(pod).equals(AttemptPods.uid(seen)))
        .orElse(seen);
  }

  /** Names the very pod, for its deletion. */
  public void identify(@Body Sighting seen, Exchange exchange) {
    Pod pod = seen.pod().orElseThrow();
    Message message = exchange.getMessage();
    message.setHeader(PodLookup.ID, pod.getMetadata().getName());
    message.setHeader(PodLookup.UID, AttemptPods.uid(pod));
    message.setHeader(Clusters.HEADER, AttemptPods.cluster(pod));
  }

  /** Names the pod that is to be looked for. */
  public void prepareLook(@Body Sighting seen, Exchange exchange) {
    exchange.getMessage().setHeader(PodLookup.ID, seen.podName());
  }

  /** Names the pod that an earlier creation of this claim may have made. */
  public void prepareLookFor(@ExchangeProperty(Dispatch.CLAIM) Claim claim, Exchange exchange) {
    exchange.getMessage().setHeader(PodLookup.ID, AttemptPods.name(claim.ref()));
  }

  /** What has become of a pod that was not known here: the answer of the API server. */
  public Sighting found(@Body EnvInstance instance, @ExchangeProperty(SIGHTING) Sighting seen) {
    return instance == null
        ? new Sighting(Sighting.What.GONE, seen.ref(), Optional.empty())
        : new Sighting(Sighting.What.MADE, seen.ref(), cache.find(seen.podName()));
  }

  /** Whatever could be done is done. */
  public void done(@ExchangeProperty(SIGHTING) Sighting seen) {
    busy.done(seen.ref());
  }

  /** It could not be done: the next sweep tries again. */
  public void later(Exchange exchange) {
    Sighting seen = exchange.getProperty(SIGHTING, Sighting.class);
    if (seen != null) {
      if (seen.what() == Sighting.What.ENDED) {
        seen.pod().ifPresent(pod -> unstored.add(seen.ref(), pod));
      }
      busy.done(seen.ref());
    }
    String what = seen == null ? exchange.getFromRouteId() : seen.toString();
    Throwable failure = exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
    if (FailureKind.of(failure).isTransient() || exchange.getContext().isStopping()) {
      LOG.debug("{} is left to the next sweep: {}", what, failure.getMessage());
    } else {
      LOG.warn("{} failed, and is left to the next sweep", what, failure);
    }
  }
}
