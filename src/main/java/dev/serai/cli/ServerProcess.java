package dev.serai.cli;

import dev.serai.alicloud.api.CloudApiException;
import dev.serai.route.FailureReason;
import dev.serai.server.Server;
import dev.serai.settings.InvalidSettingException;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a server in this process until SIGTERM or Ctrl-C. */
final class ServerProcess {

  private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);

  /** System property of the build, which records the classes that a start loads. */
  private static final String EXIT_AFTER_START = "serai.exit-after-start";

  private ServerProcess() {}

  static int run(Settings settings) throws Exception {
    long start = System.nanoTime();
    CountDownLatch stopped = new CountDownLatch(1);
    Server server;
    try {
      server = Server.start(settings, Clock.systemUTC());
    } catch (InvalidSettingException e) {
      // with the exit code of the others
      throw e;
    } catch (CloudApiException e) {
      throw new CommandFailedException(
          ExitCode.ERROR, "the server can't start: " + e.getMessage() + "; " + e.hint(), e);
    } catch (Exception e) {
      throw new CommandFailedException(
          ExitCode.ERROR, "the server can't start: " + FailureReason.of(e), e);
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  stopped.countDown();
                },
                "shutdown"));
    Settings used = server.settings();
    LOG.info(
        "Serai serves http://{}:{} and management http://{}:{} (started in {} ms)",
        used.text(Setting.HOST),
        used.text(Setting.PORT),
        used.text(Setting.MANAGEMENT_HOST),
        used.text(Setting.MANAGEMENT_PORT),
        (System.nanoTime() - start) / 1_000_000);
    if (!Boolean.getBoolean(EXIT_AFTER_START)) {
      stopped.await();
    }
    return ExitCode.OK.number();
  }
}
