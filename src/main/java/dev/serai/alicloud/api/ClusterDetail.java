package dev.serai.alicloud.api;

import java.util.Objects;
import java.util.Optional;

/**
 * A cluster as ACK describes it.
 *
 * @param state {@code running} when it can be used
 * @param publicEndpoint URL of the API server on the Internet, if it has one
 * @param privateEndpoint its URL inside the VPC
 */
public record ClusterDetail(
    String name,
    String type,
    String state,
    String version,
    String region,
    Optional<String> publicEndpoint,
    Optional<String> privateEndpoint) {

  public ClusterDetail {
    Objects.requireNonNull(publicEndpoint, "publicEndpoint is null");
    Objects.requireNonNull(privateEndpoint, "privateEndpoint is null");
  }
}
