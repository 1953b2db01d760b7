package dev.serai.batch.run;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.ItemLedger.Created;
import dev.serai.batch.track.HeldClaims;
import dev.serai.cluster.PodLookup;
import dev.serai.cluster.placement.Placement;
import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.EnvInstance;
import dev.serai.instance.FailureKind;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.RequestReader;
import dev.serai.instance.RequestRejectedException;
import dev.serai.pod.BatchAttempt;
import dev.serai.pod.InstancePlan;
import dev.serai.pod.InstancePlanner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code batchDispatch}: the steps from a claim to a plan, and what follows a failure. */
public final class Dispatch {

  /** Property: the claim of this exchange. */
  public static final String CLAIM = ExchangeNames.CLAIM;

  /** Property: why no pod was created. */
  private static final String FAILURE = ExchangeNames.START_FAILURE;

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
  private static final Duration TAKE_OVER_INTERVAL = Duration.ofSeconds(5);

  private final ItemLedger ledger;
  private final RequestReader requests;
  private final InstancePlanner planner;
  private final String replica;
  private final ClaimTimes times;
  private final HeldClaims claims;
  private final Clock clock;
  private final TargetHolds holds;
  private volatile Instant tookOverAt = Instant.EPOCH;

  /**
   * @param replica the unique name of this replica
   */
  public Dispatch(
      ItemLedger ledger,
      RequestReader requests,
      InstancePlanner planner,
      String replica,
      ClaimTimes times,
      HeldClaims claims,
      Clock clock) {
    this.ledger = Objects.requireNonNull(ledger, "ledger is null");
    this.requests = Objects.requireNonNull(requests, "requests is null");
    this.planner = Objects.requireNonNull(planner, "planner is null");
    this.replica = Objects.requireNonNull(replica, "replica is null");
    this.times = Objects.requireNonNull(times, "times is null");
    this.claims = Objects.requireNonNull(claims, "claims is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.holds = new TargetHolds(clock);
  }

  /**
   * Claims as many items as there is room for.
   *
   * @return the claims to be dispatched: new ones, and those whose creation is to be repeated
   */
  public List<Claim> claim(Exchange exchange) {
    if (exchange.getContext().isStopping()) {
      return List.of();
    }
    Instant now = clock.instant();
    claims.expire(now);
    Set<String> held = holds.held();
    int room = claims.room();
    int taken = 0;
    if (room > 0 && !now.isBefore(tookOverAt.plus(TAKE_OVER_INTERVAL))) {
      taken = take(ledger.takeOver(replica, room, times.hold(), now));
      tookOverAt = now;
      if (taken > 0) {
        LOG.info("Took over {} expired claims", taken);
      }
    }
    if (taken < room) {
      take(ledger.claim(replica, room - taken, held, times.hold(), now));
    }
    return claims.dispatch(now, held);
  }

  /**
   * Adds claims immediately: if the next call of the database fails, the whole step is repeated.
   */
  private int take(List<Claim> taken) {
    claims.add(taken);
    return taken.size();
  }

  /** Whether so few claims are queued or being worked on that it is worth while to claim more. */
  public boolean isLow() {
    return claims.isLow();
  }

  /**
   * Whether the creation for this claim may start: its attempt has neither a pod nor an outcome,
   * the claim was not released, and a creation that is sent now ends before the lease expires.
   */
  public boolean begin(@Body Claim claim, Exchange exchange) {
    if (exchange.getContext().isStopping() || !isInTime(claim) || !claims.begin(claim)) {
      return false;
    }
    exchange.setProperty(CLAIM, claim);
    Set<String> uncertain = claims.uncertainClusters(claim.ref());
    if (!uncertain.isEmpty()) {
      exchange.setProperty(Placement.UNCERTAIN_CLUSTERS, uncertain);
    }
    return true;
  }

  /** Whether a creation that is sent now ends before the lease expires. */
  private boolean isInTime(Claim claim) {
    return clock.instant().plus(times.margin()).isBefore(claim.leaseExpiresAt());
  }

  /** Whether an earlier creation of its pod may have been carried out. */
  public boolean mayHavePod(@ExchangeProperty(CLAIM) Claim claim) {
    return claims.mayHavePod(claim.ref());
  }

  /** Names the pod that an earlier creation for this claim may have created, for a lookup. */
  public void identify(@ExchangeProperty(CLAIM) Claim claim, Exchange exchange) {
    exchange.getMessage().setHeader(PodLookup.ID, podName(claim.ref()));
  }

  /**
   * Whether the pod of this claim was never created, if no API server has it. Of a pod that was
   * created and deleted, the database recorded the outcome, or at least the name, before its
   * deletion.
   */
  public boolean hasNoPod(@ExchangeProperty(CLAIM) Claim claim) {
    if (!ledger.isCurrent(claim)) {
      claims.release(claim);
      return false;
    }
    claims.hasNoPod(claim.ref());
    return isInTime(claim);
  }

  public InstanceRequest read(@ExchangeProperty(CLAIM) Claim claim) {
    return requests.withOwner(requests.read(claim.request()), claim.owner());
  }

  public InstancePlan plan(@Body InstanceRequest request, @ExchangeProperty(CLAIM) Claim claim) {
    return planner.plan(
        request,
        new BatchAttempt(
            claims.store(),
            claim.ref().toString(),
            claim.ref().batch(),
            claim.ref().position(),
            claim.ref().number(),
            claim.itemId(),
            claim.timeout()));
  }

  /** The pod exists: the claim is fulfilled, and its target accepts more. */
  public void made(@Body EnvInstance instance, @ExchangeProperty(CLAIM) Claim claim) {
    holds.release(claim.target());
    claims.created(new Created(claim.ref(), instance.id(), instance.uid(), instance.cluster()));
  }

  /** Decides about an attempt without a known pod: it ends, is requeued, or is created again. */
  public void settle(
      @ExchangeProperty(CLAIM) Claim claim,
      @ExchangeProperty(FAILURE) Exception failure,
      Exchange exchange) {
    if (claims.isRecorded(claim.ref())) {
      LOG.debug("Attempt {} has a pod, though its creation failed", claim.ref(), failure);
      return;
    }
    if (!FailureKind.of(failure).isRetriable()) {
      if (!(failure instanceof RequestRejectedException)) {
        LOG.error("Attempt {} could not be started", claim.ref(), failure);
      }
      ledger.end(claim.ref(), end(failure), clock.instant());
      claims.release(claim);
      return;
    }
    Instant again = holds.hold(claim.target());
    Set<String> uncertain = Placement.uncertainClusters(exchange);
    if (uncertain.isEmpty() && !claims.mayHavePod(claim.ref())) {
      // released here first: after the next call any replica may claim it again, also this one
      claims.release(claim);
      ledger.releaseClaim(claim, why(failure), again, clock.instant());
    } else {
      // the same name again, so that there is one pod, whether or not the first creation succeeded
      claims.answerLost(claim.ref(), uncertain, again);
      // an attempt is bound to the first cluster that did not answer: there is one at most
      uncertain.stream().findFirst().ifPresent(first -> ledger.markUncertain(claim.ref(), first));
    }
  }

  /** Releases claims that were not started, so that others need not wait until they expire. */
  void stop() {
    List<Claim> back = claims.releaseUnsent();
    Instant now = clock.instant();
    try {
      back.forEach(
          claim -> ledger.releaseClaim(claim, "the replica that claimed it has stopped", now, now));
    } catch (RuntimeException e) {
      LOG.warn(
          "Cannot release {} claims; they are taken over when they expire: {}",
          back.size(),
          e.getMessage());
    }
  }

  private static String podName(AttemptRef ref) {
    return BatchAttempt.podName(ref.batch(), ref.position(), ref.number());
  }

  private static String why(Exception failure) {
    return FailureKind.of(failure) == FailureKind.CIRCUIT_OPEN
        ? "the API server can't be reached"
        : Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }

  private AttemptOutcome end(Exception failure) {
    Instant now = clock.instant();
    return failure instanceof RequestRejectedException refusal
        ? AttemptOutcome.of(AttemptOutcome.Kind.REFUSED, reason(refusal), refusal.getMessage(), now)
        : AttemptOutcome.of(
            AttemptOutcome.Kind.INFRASTRUCTURE,
            "InternalError",
            "the pod could not be created; see the server's log",
            now);
  }

  private static String reason(RequestRejectedException refusal) {
    return switch (refusal.code()) {
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 409 -> "Conflict";
      default -> "Invalid";
    };
  }
}
