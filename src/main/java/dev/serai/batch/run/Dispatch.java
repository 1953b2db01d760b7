package dev.serai.batch.run;

import dev.serai.batch.AttemptEnd;
import dev.serai.batch.Claim;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.source.Wake;
import dev.serai.cluster.placement.Placement;
import dev.serai.instance.FailureKind;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.Refusal;
import dev.serai.instance.RequestReader;
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
import org.apache.camel.ExchangePropertyKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code batchDispatch}: the steps from a claim to a plan, and what follows a failure. */
public final class Dispatch {

  /** Property: the claim of this exchange. */
  public static final String CLAIM = "SeraiClaim";

  /** Property: why no pod was made. */
  private static final String FAILURE = "SeraiStartFailure";

  private static final String LOOKED = "SeraiLooked";

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
  private static final Duration LOOK_FOR_OVER = Duration.ofSeconds(5);

  private final ItemLedger ledger;
  private final RequestReader requests;
  private final InstancePlanner planner;
  private final String replica;
  private final ClaimTimes times;
  private final OwnAttempts own;
  private final Wake wake;
  private final Clock clock;
  private final TargetHolds holds;
  private final ClaimsInHand inHand = new ClaimsInHand();
  private volatile Instant lookedForOver = Instant.EPOCH;
  private volatile boolean more;

  /**
   * @param replica a name that no other has
   * @param wake of the route that claims
   */
  public Dispatch(
      ItemLedger ledger,
      RequestReader requests,
      InstancePlanner planner,
      String replica,
      ClaimTimes times,
      OwnAttempts own,
      Wake wake,
      Clock clock) {
    this.ledger = Objects.requireNonNull(ledger, "ledger is null");
    this.requests = Objects.requireNonNull(requests, "requests is null");
    this.planner = Objects.requireNonNull(planner, "planner is null");
    this.replica = Objects.requireNonNull(replica, "replica is null");
    this.times = Objects.requireNonNull(times, "times is null");
    this.own = Objects.requireNonNull(own, "own is null");
    this.wake = Objects.requireNonNull(wake, "wake is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.holds = new TargetHolds(clock);
  }

  /** As many claims as there is room for; see {@link #isMore}. */
  public List<Claim> claim() {
    Instant now = clock.instant();
    inHand.forgetOver(now);
    Set<String> held = holds.held();
    int room = inHand.room();
    int taken = 0;
    if (room > 0 && !now.isBefore(lookedForOver.plus(LOOK_FOR_OVER))) {
      taken = take(ledger.takeOver(replica, room, times.hold(), now));
      lookedForOver = now;
      if (taken > 0) {
        LOG.info("{} claims are over, and are taken up here", taken);
      }
    }
    if (taken < room) {
      taken += take(ledger.claim(replica, room - taken, held, times.hold(), now));
    }
    more = room > 0 && taken >= room;
    return inHand.handOut(now, held);
  }

  /** At once: should the database fail at the next question, all of this is asked anew. */
  private int take(List<Claim> claims) {
    claims.forEach(claim -> own.add(claim.ref()));
    inHand.add(claims);
    return claims.size();
  }

  /**
   * Whether there may be something to claim: nobody has looked in this exchange, or the last look
   * may have left something, and there is room for it.
   */
  public boolean isMore(Exchange exchange) {
    if (exchange.getProperty(LOOKED) == null) {
      exchange.setProperty(LOOKED, true);
      return true;
    }
    return more && inHand.room() > 0;
  }

  /**
   * Whether this claim may be acted upon: its attempt has neither a pod nor an end, nobody has
   * taken it back, and a creation that is sent now is over before another replica takes the claim
   * up.
   */
  public boolean begin(@Body Claim claim, Exchange exchange) {
    if (!own.isToBeMade(claim.ref())) {
      // a pod whose answer was lost has been seen since, or the attempt has ended
      inHand.drop(claim);
      claimMore();
      return false;
    }
    if (!isInTime(claim) || !inHand.begin(claim)) {
      // it is somebody's, later
      return false;
    }
    exchange.setProperty(CLAIM, claim);
    Set<String> unknownAt = inHand.unknownAt(claim.ref());
    if (!unknownAt.isEmpty()) {
      exchange.setProperty(Placement.UNKNOWN_AT, unknownAt);
    }
    return true;
  }

  /** Whether a creation that is sent now is over before the claim is. */
  private boolean isInTime(Claim claim) {
    return clock.instant().plus(times.margin()).isBefore(claim.until());
  }

  /** Whether an earlier creation of its pod may have been carried out. */
  public boolean mayHavePod(@ExchangeProperty(CLAIM) Claim claim) {
    return inHand.mayHavePod(claim.ref());
  }

  /**
   * Whether the pod of this claim was never made, after no API server has had it. One that was made
   * and is gone has left its end in the database, or at least its name, before it was deleted.
   */
  public boolean hasNoPod(@ExchangeProperty(CLAIM) Claim claim) {
    if (!ledger.stands(claim)) {
      forget(claim);
      claimMore();
      return false;
    }
    inHand.hasNoPod(claim.ref());
    return isInTime(claim);
  }

  public InstanceRequest read(@ExchangeProperty(CLAIM) Claim claim) {
    return requests.withOwner(requests.read(claim.request()), claim.owner());
  }

  public InstancePlan plan(@Body InstanceRequest request, @ExchangeProperty(CLAIM) Claim claim) {
    return planner.plan(
        request,
        new BatchAttempt(
            own.store(),
            claim.ref().toString(),
            claim.ref().batch(),
            claim.ref().position(),
            claim.ref().number(),
            claim.itemId(),
            claim.timeout()));
  }

  /** There is a pod: the claim has done its work, and its target takes more. */
  public void made(@ExchangeProperty(CLAIM) Claim claim) {
    holds.release(claim.target());
    inHand.made(claim.ref());
    claimMore();
  }

  /** Remembers why there is none. */
  public void failed(Exchange exchange) {
    exchange.setProperty(
        FAILURE, exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class));
  }

  /** Decides what becomes of an attempt that there is no pod for, as far as anybody knows. */
  public void settle(
      @ExchangeProperty(CLAIM) Claim claim,
      @ExchangeProperty(FAILURE) Exception failure,
      Exchange exchange) {
    Set<String> unknownAt = Placement.unknownAt(exchange);
    if (FailureKind.of(failure).isRetriable()) {
      Instant again = holds.hold(claim.target());
      if (unknownAt.isEmpty() && !inHand.mayHavePod(claim.ref())) {
        forget(claim);
        ledger.giveBack(claim, why(failure), again, clock.instant());
        claimMore();
      } else {
        // the same name again, so that there is one pod whatever has become of the first try
        inHand.unsure(claim.ref(), unknownAt, again);
        // an attempt is bound to the first cluster that did not answer: there is one at most
        unknownAt.stream().findFirst().ifPresent(first -> ledger.unsure(claim.ref(), first));
      }
      return;
    }
    if (!(failure instanceof Refusal)) {
      LOG.error("Attempt {} could not be begun", claim.ref(), failure);
    }
    ledger.end(claim.ref(), end(failure), clock.instant());
    forget(claim);
    claimMore();
  }

  /**
   * Nothing more is done for it here. Before it is given back: from then on it may be claimed
   * again, here too.
   */
  private void forget(Claim claim) {
    own.remove(claim.ref());
    inHand.drop(claim);
  }

  private void claimMore() {
    if (inHand.isLow()) {
      wake.now();
    }
  }

  private void giveBack(Claim claim) {
    Instant now = clock.instant();
    ledger.giveBack(claim, "the replica that was to start it has stopped", now, now);
  }

  /** Gives back what was not begun, so that others need not wait until the claims are over. */
  public void stop() {
    List<Claim> back = inHand.takeBack();
    try {
      back.forEach(this::giveBack);
    } catch (RuntimeException e) {
      LOG.warn(
          "{} claims could not be given back; they are taken up when they are over: {}",
          back.size(),
          e.getMessage());
    }
  }

  private static String why(Exception failure) {
    return FailureKind.of(failure) == FailureKind.CIRCUIT_OPEN
        ? "the API server can't be reached"
        : Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
  }

  private AttemptEnd end(Exception failure) {
    Instant now = clock.instant();
    return failure instanceof Refusal refusal
        ? AttemptEnd.of(AttemptEnd.Kind.REFUSED, reason(refusal), refusal.getMessage(), now)
        : AttemptEnd.of(
            AttemptEnd.Kind.INFRASTRUCTURE,
            "InternalError",
            "the pod could not be made; the log of this program has the cause",
            now);
  }

  private static String reason(Refusal refusal) {
    return switch (refusal.code()) {
      case 403 -> "Forbidden";
      case 404 -> "NotFound";
      case 409 -> "Conflict";
      default -> "Invalid";
    };
  }
}
