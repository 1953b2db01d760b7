package dev.serai.pod;

import dev.serai.base.Sha256;
import dev.serai.base.Text;
import dev.serai.environment.Env;
import dev.serai.environment.EnvCatalogue;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.RequestRejectedException;
import dev.serai.instance.Ttl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides everything about an instance before its creation is tried for the first time. */
public final class InstancePlanner {

  /** The field that a refused idempotency key is named by: its HTTP header. */
  public static final String KEY_FIELD = "Idempotency-Key";

  private static final int MAX_KEY = 255;
  private static final Duration ATTEMPT_MARGIN = Duration.ofHours(1);
  private static final int ATTEMPT_DIGITS = 24;

  private final EnvCatalogue catalogue;
  private final Ttl maxTtl;
  private final Clock clock;
  private final RandomGenerator random;

  /**
   * @param maxTtl the longest life of any instance, and the life of one that nobody set
   * @param random safe for use by many threads, and not to be guessed: a {@link
   *     java.security.SecureRandom}
   */
  public InstancePlanner(EnvCatalogue catalogue, Ttl maxTtl, Clock clock, RandomGenerator random) {
    this.catalogue = Objects.requireNonNull(catalogue, "catalogue is null");
    this.maxTtl = Objects.requireNonNull(maxTtl, "maxTtl is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.random = Objects.requireNonNull(random, "random is null");
  }

  /**
   * Decides name, TTL and expiry; sends nothing.
   *
   * @throws RequestRejectedException 404 for an unknown environment, 400 for a TTL that is too long
   *     or a key that is none
   */
  public InstancePlan plan(InstanceRequest request, Optional<String> key) {
    key.ifPresent(InstancePlanner::checkKey);
    Env env = catalogue.require(request.env());
    String id =
        key.map(k -> InstanceName.ofKey(request.owner(), k))
            .orElseGet(() -> InstanceName.random(env.ref().name(), random));
    return plan(id, env, request, key, Optional.empty(), effectiveTtl(request, env));
  }

  /**
   * Decides the same of an attempt at a batch's item. Its name is a function of the attempt, and it
   * lives for as long as it may run.
   *
   * @throws RequestRejectedException 404 for an unknown environment
   */
  public InstancePlan plan(InstanceRequest request, BatchAttempt attempt) {
    return plan(
        attempt.podName(),
        catalogue.require(request.env()),
        request,
        Optional.empty(),
        Optional.of(attempt),
        ttlOf(attempt));
  }

  private InstancePlan plan(
      String id,
      Env env,
      InstanceRequest request,
      Optional<String> key,
      Optional<BatchAttempt> batchAttempt,
      Ttl ttl) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new InstancePlan(
        id,
        env,
        request,
        key,
        Sha256.hex(request.normalised()),
        attemptId(),
        batchAttempt,
        ttl,
        now,
        now.plus(ttl.duration()));
  }

  /** The environment's own default is cut to the maximum; only a request's wish is refused. */
  private Ttl effectiveTtl(InstanceRequest request, Env env) {
    if (request.ttl().isPresent()) {
      Ttl asked = request.ttl().get();
      if (asked.duration().compareTo(maxTtl.duration()) > 0) {
        throw RequestRejectedException.invalid(
            "ttl", asked + " is longer than the maximum, " + maxTtl);
      }
      return asked;
    }
    return env.pod()
        .ttl()
        .filter(own -> own.duration().compareTo(maxTtl.duration()) <= 0)
        .orElse(maxTtl);
  }

  /** Its time to run begins when it has a node: its pod may be older than that by the margin. */
  private Ttl ttlOf(BatchAttempt attempt) {
    return attempt
        .timeout()
        .map(timeout -> timeout.plus(ATTEMPT_MARGIN))
        .filter(life -> life.compareTo(maxTtl.duration()) < 0)
        .map(Ttl::of)
        .orElse(maxTtl);
  }

  private String attemptId() {
    byte[] bytes = new byte[ATTEMPT_DIGITS * 5 / 8];
    random.nextBytes(bytes);
    return Hash.base32(bytes, ATTEMPT_DIGITS);
  }

  /**
   * Checks an idempotency key, of an instance or of a batch.
   *
   * @throws RequestRejectedException 400 for one that is blank, too long or not printable
   */
  public static void checkKey(String key) {
    if (key.isBlank() || key.length() > MAX_KEY) {
      throw RequestRejectedException.invalid(
          KEY_FIELD,
          key.isBlank()
              ? "is blank; leave it out or give 1 to " + MAX_KEY + " characters"
              : "has " + key.length() + " characters; at most " + MAX_KEY + " are allowed");
    }
    if (!Text.isPrintable(key)) {
      throw RequestRejectedException.invalid(KEY_FIELD, "holds a control character");
    }
  }
}
