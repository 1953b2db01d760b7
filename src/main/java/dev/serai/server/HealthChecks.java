package dev.serai.server;

import dev.serai.broker.BrokerConnections;
import dev.serai.broker.BrokerHealth;
import dev.serai.cluster.ClusterClients;
import dev.serai.cluster.PodCache;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckResultBuilder;

/**
 * The health checks of a server: each names what is wrong, none waits longer than its {@link
 * #PATIENCE_SECONDS}.
 */
final class HealthChecks {

  private static final int PATIENCE_SECONDS = 2;
  private static final int FORBIDDEN = 403;

  private HealthChecks() {}

  static List<HealthCheck> all(
      BooleanSupplier accepting,
      ClusterClients clients,
      PodCache cache,
      BrokerConnections connections) {
    return List.of(accepting(accepting), cluster(clients), cache(cache), broker(connections));
  }

  /** Whether the API server answers. */
  private static HealthCheck cluster(ClusterClients clients) {
    return new Readiness(
        "cluster",
        result -> {
          try {
            CompletableFuture.supplyAsync(() -> clients.calls().getKubernetesVersion())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            result.up();
          } catch (TimeoutException e) {
            result
                .down()
                .message("the API server has not answered within " + PATIENCE_SECONDS + " s");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            result.down().message("interrupted");
          } catch (ExecutionException e) {
            unreachable(result, clients, e.getCause());
          }
        });
  }

  private static void unreachable(
      HealthCheckResultBuilder result, ClusterClients clients, Throwable failure) {
    int code = failure instanceof KubernetesClientException e ? e.getCode() : 0;
    if (code == FORBIDDEN) {
      // it answers, and that is what was asked
      result.up();
    } else if (code == 401) {
      result.down().message("the API server rejects the credentials of " + clients.source());
    } else {
      result.down().message("the API server can't be reached");
    }
  }

  /** Whether all pods have been listed and the watch is kept up. */
  private static HealthCheck cache(PodCache cache) {
    return new Readiness(
        "cache",
        result -> {
          result.detail("pods", cache.all().size()).detail("watching", cache.isWatching());
          if (cache.isSynced()) {
            result.up();
          } else {
            result.down().message("the pods have not been listed yet");
          }
        });
  }

  /** Whether the broker answers. */
  private static HealthCheck broker(BrokerConnections connections) {
    return new Readiness(
        "broker",
        result -> {
          BrokerHealth health = connections.check();
          result.detail("broker", health.detail());
          if (health.up()) {
            result.up();
          } else {
            result.down().message(health.detail());
          }
        });
  }

  /** Whether new requests are taken; not while the server stops. */
  private static HealthCheck accepting(BooleanSupplier accepting) {
    return new Readiness(
        "accepting",
        result -> {
          if (accepting.getAsBoolean()) {
            result.up();
          } else {
            result.down().message("the server is starting or stopping");
          }
        });
  }
}
