package dev.serai.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of the cluster: one for the calls of routes, which retry by themselves, and one for
 * watches and log streams, which have no end and must come back quickly after an outage.
 */
public final class ClusterClients implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterClients.class);
  // 21.8 s passed before a watch came back with the default back-off of up to 32 s
  private static final int WATCH_RECONNECT_MILLIS = 100;
  private static final int WATCH_BACKOFF_EXPONENT = 3;

  private final ClusterAccess access;
  private final Duration requestTimeout;
  private final int maxRequests;
  private final String namespace;
  private final KubernetesSerialization json = ClusterJson.serialization();
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile KubernetesClient calls;
  private final KubernetesClient streams;

  /**
   * @param namespace where instances run; empty for the configuration's own
   * @param requestTimeout of one call
   * @param maxRequests how many calls may be under way at once
   */
  public ClusterClients(
      ClusterAccess access, String namespace, Duration requestTimeout, int maxRequests) {
    this.access = Objects.requireNonNull(access, "access is null");
    this.requestTimeout = Objects.requireNonNull(requestTimeout, "requestTimeout is null");
    this.maxRequests = maxRequests;
    Config config = access.config().get();
    this.namespace = !namespace.isEmpty() ? namespace : orDefault(config.getNamespace());
    this.calls = newCalls(config);
    this.streams = newStreams(access.config().get());
  }

  /**
   * For the calls of routes. Ask anew for each call: it is exchanged when credentials are renewed.
   */
  public KubernetesClient calls() {
    return calls;
  }

  /** For watches and log streams. */
  public KubernetesClient streams() {
    return streams;
  }

  /** The namespace that instances run in. */
  public String namespace() {
    return namespace;
  }

  /** Where the credentials come from, for messages. */
  public String source() {
    return access.source();
  }

  /**
   * Reads the credentials anew after the API server rejected those of {@code rejected}, unless
   * somebody else has done so meanwhile.
   */
  void renew(KubernetesClient rejected) {
    renewal.lock();
    try {
      if (calls != rejected) {
        return;
      }
      LOG.warn("The API server rejects the credentials of {}; reading them anew", access.source());
      calls = newCalls(access.config().get());
      // calls under way on the old client end with its answers; nothing new starts on it
      rejected.close();
    } finally {
      renewal.unlock();
    }
  }

  @Override
  public void close() {
    calls.close();
    streams.close();
  }

  private KubernetesClient newCalls(Config config) {
    return client(
        new ConfigBuilder(config)
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout((int) requestTimeout.toMillis())
            .withConnectionTimeout((int) Math.min(requestTimeout.toMillis(), 5_000))
            .build());
  }

  /**
   * Lives as long as the program; where there is a token, each of its requests has the one that is
   * valid then, so that a watch comes back after the credentials were renewed.
   */
  private KubernetesClient newStreams(Config config) {
    if (token(config) != null) {
      config.setOauthTokenProvider(() -> token(access.config().get()));
    }
    return client(
        new ConfigBuilder(config)
            .withWatchReconnectInterval(WATCH_RECONNECT_MILLIS)
            .withRequestRetryBackoffInterval(WATCH_RECONNECT_MILLIS)
            .withRequestRetryBackoffLimit(WATCH_BACKOFF_EXPONENT)
            .withConnectionTimeout(2_000)
            .build());
  }

  /** A kubeconfig's is the client's automatic one. */
  private static String token(Config config) {
    return config.getOauthToken() == null ? config.getAutoOAuthToken() : config.getOauthToken();
  }

  private KubernetesClient client(Config config) {
    config.setMaxConcurrentRequests(maxRequests);
    config.setMaxConcurrentRequestsPerHost(maxRequests);
    config.setNamespace(namespace);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withKubernetesSerialization(json)
        .build();
  }

  private static String orDefault(String namespace) {
    return namespace == null || namespace.isEmpty() ? "default" : namespace;
  }
}
