package dev.serai.instance;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An instance of an environment, as it is read back from the cluster.
 *
 * @param id its name, which is the name of its pod
 * @param uid the cluster's identity for it: a later instance of the same name has another
 * @param ip the pod's address, empty until it has one
 * @param ttl as it was given; empty when it has none
 * @param owner the full, unaltered owner; may be empty
 * @param labels the labels of the request and of its environment, unaltered
 * @param updatedAt when its status last changed, as far as the cluster reports it
 * @param expiresAt when it will be deleted
 * @param cluster the name of the cluster that it runs on
 */
public record EnvInstance(
    String id,
    String uid,
    EnvRef env,
    InstanceStatus status,
    String ip,
    String ttl,
    String owner,
    Map<String, String> labels,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> expiresAt,
    String cluster) {

  public EnvInstance {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(uid, "uid is null");
    Objects.requireNonNull(env, "env is null");
    Objects.requireNonNull(status, "status is null");
    Objects.requireNonNull(ip, "ip is null");
    Objects.requireNonNull(ttl, "ttl is null");
    Objects.requireNonNull(owner, "owner is null");
    Objects.requireNonNull(createdAt, "createdAt is null");
    Objects.requireNonNull(updatedAt, "updatedAt is null");
    Objects.requireNonNull(expiresAt, "expiresAt is null");
    Objects.requireNonNull(cluster, "cluster is null");
    labels = Map.copyOf(labels);
  }

  /** The same instance in another status. */
  public EnvInstance withStatus(InstanceStatus other) {
    return new EnvInstance(
        id, uid, env, other, ip, ttl, owner, labels, createdAt, updatedAt, expiresAt, cluster);
  }
}
