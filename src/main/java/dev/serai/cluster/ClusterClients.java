package dev.serai.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients of one cluster: one for the calls of routes, which have their own retries, and one
 * for watches and log streams, which have no end and must resume quickly after an outage. Both are
 * replaced when credentials are renewed; calls in flight finish on the earlier clients.
 */
public final class ClusterClients implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterClients.class);
  // with the default backoff of up to 32 s, a watch took 21.8 s to reconnect
  private static final int WATCH_RECONNECT_MILLIS = 100;
  private static final int WATCH_BACKOFF_EXPONENT = 3;
  // an address without a listener: calls fail at once
  private static final String NOWHERE = "https://127.0.0.1:1";

  private final ClusterAccess access;
  private final Duration requestTimeout;
  private final int maxRequests;
  private final Vertx vertx;
  private final ReentrantLock renewal = new ReentrantLock();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile String namespace;
  private volatile ClientPair current;
  private volatile boolean nowhere;
  private boolean closed;

  /**
   * @param namespace where instances run; empty for the namespace of the configuration
   * @param requestTimeout of one call
   * @param maxRequests maximum number of concurrent calls
   * @param vertx whose event loops all clients share
   */
  public ClusterClients(
      ClusterAccess access,
      String namespace,
      Duration requestTimeout,
      int maxRequests,
      Vertx vertx) {
    this.access = Objects.requireNonNull(access, "access is null");
    this.requestTimeout = Objects.requireNonNull(requestTimeout, "requestTimeout is null");
    this.maxRequests = maxRequests;
    this.vertx = Objects.requireNonNull(vertx, "vertx is null");
    this.namespace = namespace;
    this.nowhere = access.renewal().missing().isPresent();
    this.current = pair(nowhere ? ofNobody() : access.config().get());
    access.renewal().onRenewed(this::replace);
    if (nowhere && access.renewal().missing().isEmpty()) {
      // the renewal came before there was a listener
      replace(access.config().get());
    }
  }

  /**
   * Why the cluster can't be reached at all: there are no credentials yet. Until then the clients
   * connect to nothing.
   */
  public Optional<String> missing() {
    return nowhere
        ? access.renewal().missing().or(() -> Optional.of("the credentials have just come"))
        : Optional.empty();
  }

  /**
   * For the calls of routes. Get it for each call, since it is replaced when credentials are
   * renewed.
   */
  public KubernetesClient calls() {
    return current.calls();
  }

  /** For watches and log streams; get it for each of them. */
  public KubernetesClient streams() {
    return current.streams();
  }

  /** Holds the present clients open until the use is closed, whatever is renewed meanwhile. */
  public ClientUse use() {
    while (true) {
      ClientPair pair = current;
      if (pair.hold()) {
        return new ClientUse(pair);
      }
      // replaced between the two lines: the next pair exists already
    }
  }

  /** The namespace that instances run in. */
  public String namespace() {
    return orDefault(namespace);
  }

  /** Where the credentials come from, for messages. */
  public String source() {
    return access.source();
  }

  /**
   * Adds a listener that is notified of each replacement from now on. Whoever holds the earlier
   * clients by a {@link ClientUse} keeps them until it closes that.
   */
  void onExchange(Runnable listener) {
    listeners.add(listener);
  }

  /**
   * Renews the credentials after the API server rejected those of {@code rejected}, unless another
   * thread has done so meanwhile.
   */
  void renew(KubernetesClient rejected) {
    renewal.lock();
    try {
      if (current.calls() != rejected) {
        return;
      }
      LOG.warn("The API server rejects the credentials of {}; renewing them", access.source());
      Config config = access.renewal().renew();
      // the renewal may have called replace() already
      if (current.calls() == rejected) {
        replace(config);
      }
    } finally {
      renewal.unlock();
    }
  }

  /**
   * Replaces the clients: new calls use the new ones, calls in flight finish on the earlier ones,
   * which close when their last use ends.
   */
  public void replace(Config config) {
    renewal.lock();
    try {
      if (closed) {
        return;
      }
      ClientPair earlier = current;
      nowhere = false;
      current = pair(config);
      listeners.forEach(Runnable::run);
      earlier.retire();
    } finally {
      renewal.unlock();
    }
  }

  @Override
  public void close() {
    renewal.lock();
    try {
      closed = true;
      current.close();
    } finally {
      renewal.unlock();
    }
  }

  private static Config ofNobody() {
    return new ConfigBuilder(Config.empty()).withMasterUrl(NOWHERE).build();
  }

  private ClientPair pair(Config config) {
    if (!nowhere && namespace.isEmpty()) {
      // fixed for the life of the program: instances that run there must not be searched for
      // elsewhere
      namespace = orDefault(config.getNamespace());
    }
    return new ClientPair(newCalls(config), newStreams(new ConfigBuilder(config).build()));
  }

  private KubernetesClient newCalls(Config config) {
    return client(
        new VertxHttpClientFactory(vertx),
        ClusterJson.ofCalls(),
        new ConfigBuilder(config)
            .withRequestRetryBackoffLimit(0)
            .withRequestTimeout((int) requestTimeout.toMillis())
            .withConnectionTimeout((int) Math.min(requestTimeout.toMillis(), 5_000))
            .build());
  }

  /**
   * Where there is a token, each of its requests has the one that is valid then, so that a watch
   * reconnects after the credentials were renewed in their file.
   */
  private KubernetesClient newStreams(Config config) {
    if (token(config) != null) {
      config.setOauthTokenProvider(() -> token(access.config().get()));
    }
    return client(
        new WatchingHttpClient.Factory(vertx),
        ClusterJson.ofWatches(),
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

  private KubernetesClient client(
      HttpClient.Factory http, KubernetesSerialization json, Config config) {
    config.setMaxConcurrentRequests(maxRequests);
    config.setMaxConcurrentRequestsPerHost(maxRequests);
    config.setNamespace(namespace());
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(http)
        .withKubernetesSerialization(json)
        .build();
  }

  private static String orDefault(String namespace) {
    return namespace == null || namespace.isEmpty() ? "default" : namespace;
  }
}
