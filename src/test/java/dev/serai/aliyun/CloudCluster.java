package dev.serai.aliyun;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** An ACK cluster; a test says how it is and where its kubeconfigs come from. */
public final class CloudCluster {

  private final String id;
  private volatile String region = "cn-hangzhou";
  private volatile String state = "running";
  private volatile Optional<URI> publicAddress = Optional.empty();
  private volatile URI privateAddress = URI.create("https://192.168.0.1:6443");
  private volatile Optional<Duration> kubeconfigLife = Optional.empty();
  private volatile KubeconfigSource source =
      (clusterId, isPrivate, duration) -> {
        throw new IllegalStateException("no kubeconfigs were given for " + clusterId);
      };

  CloudCluster(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  public CloudCluster region(String next) {
    region = next;
    return this;
  }

  /** As running, initial, updating, failed, deleting. */
  public CloudCluster state(String next) {
    state = next;
    return this;
  }

  public CloudCluster publicAddress(URI next) {
    publicAddress = Optional.of(next);
    return this;
  }

  public CloudCluster privateAddress(URI next) {
    privateAddress = next;
    return this;
  }

  public CloudCluster kubeconfigs(KubeconfigSource next) {
    source = next;
    return this;
  }

  /** Kubeconfigs live so long, whatever was asked for. */
  public CloudCluster kubeconfigLife(Duration next) {
    kubeconfigLife = Optional.of(next);
    return this;
  }

  String region() {
    return region;
  }

  String state() {
    return state;
  }

  Optional<URI> publicAddress() {
    return publicAddress;
  }

  URI privateAddress() {
    return privateAddress;
  }

  KubeconfigSource source() {
    return source;
  }

  Duration lifeOf(Duration asked) {
    return kubeconfigLife.orElse(asked);
  }
}
