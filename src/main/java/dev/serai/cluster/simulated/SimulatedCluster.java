package dev.serai.cluster.simulated;

import dev.serai.folder.TemporaryFiles;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** A Kubernetes API with simulated pods, on a free port of the loopback interface. */
public final class SimulatedCluster implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final long DEADLINE_SECONDS = 20;

  private final Vertx vertx;
  private final HttpServer server;
  private final ObjectStore store;
  private final SimulatedKubelet life;
  private final ApiServer api;

  private SimulatedCluster(
      Vertx vertx, HttpServer server, ObjectStore store, SimulatedKubelet life, ApiServer api) {
    this.vertx = vertx;
    this.server = server;
    this.store = store;
    this.life = life;
    this.api = api;
  }

  /**
   * Starts one, and returns once it answers.
   *
   * @param clock for the times that objects show; how long things take is real time
   */
  public static SimulatedCluster start(SimulationTiming timing, Clock clock) {
    Objects.requireNonNull(timing, "timing is null");
    Objects.requireNonNull(clock, "clock is null");
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setFileSystemOptions(TemporaryFiles.noneOfVertx())
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setMaxEventLoopExecuteTime(DEADLINE_SECONDS));
    try {
      ObjectStore store = new ObjectStore();
      SimulatedKubelet life =
          new SimulatedKubelet(vertx, store, new EventRecorder(store, clock), timing, clock);
      ApiServer api = new ApiServer(vertx, store, life, clock);
      HttpServer server =
          vertx.createHttpServer(
              new HttpServerOptions()
                  .setHost(LOOPBACK)
                  .setPort(0)
                  .setMaxInitialLineLength(64 * 1024)
                  .setMaxHeaderSize(64 * 1024)
                  .setPerMessageWebSocketCompressionSupported(false)
                  .setPerFrameWebSocketCompressionSupported(false));
      server.requestHandler(api::handle);
      await(server.listen(), "start");
      return new SimulatedCluster(vertx, server, store, life, api);
    } catch (RuntimeException e) {
      vertx.close();
      throw e;
    }
  }

  public URI url() {
    return URI.create("http://" + LOOPBACK + ":" + server.actualPort() + "/");
  }

  /** A client's configuration that has nothing from a kubeconfig or from the environment. */
  public Config config() {
    Config config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url().toString())
            // a busy machine takes longer than the default of 10 s; Serai sets a limit of its own
            .withRequestTimeout(60_000)
            .build();
    config.setNamespace("default");
    return config;
  }

  /** Ends every watch, as a restart of an API server does; clients open theirs again. */
  public void dropWatches() {
    run(api::endWatches);
  }

  /** Forgets past changes and ends every watch, so that clients must list again. */
  public void compact() {
    run(
        () -> {
          store.forgetHistory();
          api.endWatches();
        });
  }

  /** The content of the memory, for tests. */
  record Held(int pods, int lives, int watches, int followers) {}

  Held held() {
    var held = new AtomicReference<Held>();
    run(
        () ->
            held.set(
                new Held(
                    store.size(Resource.PODS), life.count(), api.watches(), life.followers())));
    return held.get();
  }

  private void run(Runnable action) {
    var done = Promise.<Void>promise();
    vertx.runOnContext(
        nothing -> {
          action.run();
          done.complete();
        });
    await(done.future(), "answer");
  }

  @Override
  public void close() {
    await(vertx.close(), "stop");
  }

  private static void await(Future<?> future, String what) {
    try {
      future.toCompletionStage().toCompletableFuture().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the simulated cluster was to " + what, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the simulated cluster did not " + what, e);
    }
  }
}
