package dev.serai.server;

import dev.serai.folder.TemporaryFiles;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;

/** How Vert.x serves HTTP, and calls the API servers. */
final class VertxSettings {

  // what each REST request may hold beside the logs that are followed
  private static final int REQUEST_THREADS = 64;

  /** Requests that may hold their thread while the database is away. */
  static final int WAITING_REQUESTS = REQUEST_THREADS / 2;

  private VertxSettings() {}

  /** For the REST API: threads for the requests that work, and for each log that is followed. */
  static VertxOptions ofHttp(Settings settings) {
    return new VertxOptions()
        .setFileSystemOptions(TemporaryFiles.noneOfVertx())
        .setWorkerPoolSize(REQUEST_THREADS + settings.number(Setting.MAX_LOG_STREAMS))
        // a log that is followed holds its thread for as long as it is
        .setMaxWorkerExecuteTime(1)
        .setMaxWorkerExecuteTimeUnit(TimeUnit.DAYS);
  }

  /**
   * For the clients of all clusters: one event loop for two processors. What comes for one loop
   * while it is awake costs no change of threads, and with as many as Vert.x has by itself, four
   * times as many, a creation cost a dozen.
   */
  static VertxOptions ofClients() {
    return new VertxOptions()
        .setFileSystemOptions(TemporaryFiles.noneOfVertx())
        .setUseDaemonThread(true)
        .setEventLoopPoolSize(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
  }
}
