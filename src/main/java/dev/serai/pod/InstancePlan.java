package dev.serai.pod;

import dev.serai.environment.Env;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.Ttl;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A checked request with all that was decided for it, before anything is sent to an engine. Sending
 * it again is sending the same: a retry makes no second instance.
 *
 * @param id the instance's id and its pod's name
 * @param requestDigest SHA-256 of the normalised request, in hexadecimal digits
 * @param attemptId a nonce of this plan, by which a pod found under its name is known as its own
 * @param batchAttempt what of a batch it is made for, if it is
 * @param ttl in effect, whoever set it
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

  /** What it is for; neither variables nor arguments, which may be secrets. */
  @Override
  public String toString() {
    return "InstancePlan[" + id + ", " + env.ref() + ", expires " + expiresAt + "]";
  }

  /** Whether nobody can ask for the same again, so that a pod that nobody knows of is a waste. */
  public boolean isKeyless() {
    return idempotencyKey.isEmpty() && batchAttempt.isEmpty();
  }
}
