package dev.serai.pod;

import dev.serai.environment.Env;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.Ttl;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A checked request with everything decided, before anything is sent to an engine. Every retry
 * sends the same plan, so that it makes no second instance.
 *
 * @param id the instance's id and its pod's name
 * @param requestDigest SHA-256 of the normalised request, in hexadecimal digits
 * @param attemptId a nonce of this plan, by which a pod found under its name is known as its own
 * @param batchAttempt the attempt of a batch's item that it is made for, if any
 * @param ttl the effective one, from the request, the environment or the settings
 */
public record InstancePlan(
    String id,
    Env env,
    InstanceRequest request,
    Optional<String> idempotencyKey,
    String requestDigest,
    String attemptId,
    Optional<BatchAttempt> batchAttempt,
    Ttl ttl,
    Instant createdAt,
    Instant expiresAt) {

  public InstancePlan {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(env, "env is null");
    Objects.requireNonNull(request, "request is null");
    Objects.requireNonNull(idempotencyKey, "idempotencyKey is null");
    Objects.requireNonNull(requestDigest, "requestDigest is null");
    Objects.requireNonNull(attemptId, "attemptId is null");
    Objects.requireNonNull(batchAttempt, "batchAttempt is null");
    Objects.requireNonNull(ttl, "ttl is null");
    Objects.requireNonNull(createdAt, "createdAt is null");
    Objects.requireNonNull(expiresAt, "expiresAt is null");
  }

  /** Names the instance; has neither variables nor arguments, which may be secrets. */
  @Override
  public String toString() {
    return "InstancePlan[" + id + ", " + env.ref() + ", expires " + expiresAt + "]";
  }

  /** Whether nobody can ask for the same again, so that a pod that nobody knows of is a waste. */
  public boolean isKeyless() {
    return idempotencyKey.isEmpty() && batchAttempt.isEmpty();
  }
}
