package dev.serai.server;

import dev.serai.folder.TemporaryFiles;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;

/** The threads of Vert.x, which serves HTTP and calls the API servers. */
final class VertxSettings {

  // threads for REST requests, in addition to those of followed logs
  private static final int REQUEST_THREADS = 64;

  /** Requests that may hold their threads while the database is unavailable. */
  static final int WAITING_REQUESTS = REQUEST_THREADS / 2;

  private VertxSettings() {}

  /** For the REST API: threads for requests, and for each followed log. */
  static VertxOptions ofHttp(Settings settings) {
    return new VertxOptions()
        .setFileSystemOptions(TemporaryFiles.noneOfVertx())
        .setWorkerPoolSize(REQUEST_THREADS + settings.number(Setting.MAX_LOG_STREAMS))
        // a followed log holds its thread until it ends
        .setMaxWorkerExecuteTime(1)
        .setMaxWorkerExecuteTimeUnit(TimeUnit.DAYS);
  }

  /**
   * For the clients of all clusters: one event loop for two processors. An event for a loop that is
   * awake costs no context switch; with Vert.x's default, four times as many loops, a creation cost
   * a dozen switches.
   */
  static VertxOptions ofClients() {
    return new VertxOptions()
        .setFileSystemOptions(TemporaryFiles.noneOfVertx())
        .setUseDaemonThread(true)
        .setEventLoopPoolSize(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }
}
