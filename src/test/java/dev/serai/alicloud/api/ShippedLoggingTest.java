package dev.serai.alicloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShippedLoggingTest {

  /** The SDK logs STS's answer to a wrong signature at ERROR, and in it the session's token. */
  @Test
  void theSdkOfAlibabaCloudLogsNothing() throws JoranException {
    assertThat(shippedLevel("com.aliyun.credentials.provider.RefreshCachedSupplier"))
        .isEqualTo(Level.OFF);
  }

  /** It logs a trace for each of its tries; the program itself says once that there is no lease. */
  @Test
  void theElectorOfLeadersLogsNothing() throws JoranException {
    assertThat(shippedLevel(LeaderElector.class.getName())).isEqualTo(Level.OFF);
  }

  private static Level shippedLevel(String logger) throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator shipped = new JoranConfigurator();
    shipped.setContext(context);
    shipped.doConfigure(Path.of("config/logback.xml").toFile());
    Level level = context.getLogger(logger).getEffectiveLevel();
    context.stop();
    return level;
  }
}
