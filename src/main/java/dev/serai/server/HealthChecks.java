package dev.serai.server;

import dev.serai.batch.database.Database;
import dev.serai.broker.BrokerConnections;
import dev.serai.broker.BrokerHealth;
import dev.serai.cluster.ClientUse;
import dev.serai.cluster.Cluster;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.PodCache;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.health.HealthCheck;

/**
 * The health checks of a server. Each reports its problem, and none takes longer than {@link
 * #PATIENCE_SECONDS}.
 */
final class HealthChecks {

  private static final int PATIENCE_SECONDS = 2;
  private static final int FORBIDDEN = 403;

  private HealthChecks() {}

  static List<HealthCheck> all(
      BooleanSupplier accepting, InstanceBeans instances, BrokerConnections connections) {
    return List.of(
        accepting(accepting),
        clusters(instances.clusters()),
        cache(instances.cache()),
        broker(connections));
  }

  /**
   * Whether the API servers answer. Of several, one is enough: taking this replica out of service
   * would not help.
   */
  private static HealthCheck clusters(Clusters clusters) {
    return new Readiness(
        "cluster",
        result -> {
          List<CompletableFuture<String>> looks =
              clusters.askAll(HealthChecks::look).stream().map(HealthChecks::inTime).toList();
          List<String> answers = looks.stream().map(CompletableFuture::join).toList();
          List<String> wrong = new ArrayList<>();
          for (int i = 0; i < answers.size(); i++) {
            String name = clusters.names().get(i);
            String answer = answers.get(i);
            if (!answer.isEmpty()) {
              wrong.add(clusters.areSeveral() ? "cluster " + name + ": " + answer : answer);
            }
            if (clusters.areSeveral()) {
              result.detail(name, answer.isEmpty() ? "up" : answer);
            }
          }
          result.state(answers.contains("") ? HealthCheck.State.UP : HealthCheck.State.DOWN);
          if (!wrong.isEmpty()) {
            result.message(String.join("; ", wrong));
          }
        });
  }

  /** The problem of a cluster; empty when it answers. */
  private static String look(Cluster cluster) {
    Optional<String> missing = cluster.clients().missing();
    if (missing.isPresent()) {
      return missing.get();
    }
    try (ClientUse use = cluster.clients().use()) {
      use.calls().getKubernetesVersion();
      return "";
    } catch (KubernetesClientException e) {
      return unreachable(cluster, e.getCode());
    }
  }

  private static CompletableFuture<String> inTime(CompletableFuture<String> look) {
    return look.completeOnTimeout(
            "the API server has not answered within " + PATIENCE_SECONDS + " s",
            PATIENCE_SECONDS,
            TimeUnit.SECONDS)
        .exceptionally(failure -> "the call of the API server failed");
  }

  private static String unreachable(Cluster cluster, int code) {
    if (code == FORBIDDEN) {
      // any answer shows that the API server is alive
      return "";
    }
    return code == 401
        ? "the API server rejects the credentials of " + cluster.clients().source()
        : "the API server can't be reached";
  }

  /** Whether all pods have been listed and the watches are alive. */
  private static HealthCheck cache(PodCache cache) {
    return new Readiness(
        "cache",
        result -> {
          result.detail("pods", cache.all().size()).detail("watching", cache.isWatching());
          List<String> lost = cache.lost();
          if (!lost.isEmpty()) {
            result.detail("unreachable", String.join(",", lost));
          }
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

  /**
   * Whether the database of batches answers. Instances do not need it, and all replicas share it:
   * the server stays ready, and reports the problem.
   */
  static HealthCheck database(Database database) {
    return new Readiness(
        "database",
        result -> {
          result.up();
          CompletableFuture.supplyAsync(database::problem)
              .completeOnTimeout(
                  Optional.of("it has not answered within " + PATIENCE_SECONDS + " s"),
                  PATIENCE_SECONDS,
                  TimeUnit.SECONDS)
              .join()
              .ifPresent(problem -> result.message(database.address() + ": " + problem));
        });
  }

  /** Whether new requests are accepted; not while the server stops. */
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
