package dev.serai.alicloud.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import java.io.File;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
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

  @Test
  void whatRoutesLogIsWrittenFromInfoOn() throws JoranException {
    assertThat(shippedLevel("own-copies")).as("the id of a route").isEqualTo(Level.INFO);
    assertThat(shippedLevel("audit")).as("the name of a log: endpoint").isEqualTo(Level.INFO);
  }

  @Test
  void noLibraryLogsAtInfo() throws Exception {
    Set<String> packages = new TreeSet<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entry.endsWith(".jar")) {
        try (JarFile jar = new JarFile(entry)) {
          jar.stream()
              .map(JarEntry::getName)
              .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
              .filter(name -> name.contains("/"))
              .map(name -> name.substring(0, name.lastIndexOf('/')).replace('/', '.'))
              .forEach(packages::add);
        }
      }
    }
    LoggerContext shipped = shipped();
    assertThat(packages).hasSizeGreaterThan(500);
    assertThat(packages)
        .allSatisfy(
            name ->
                assertThat(shipped.getLogger(name).getEffectiveLevel().isGreaterOrEqual(Level.WARN))
                    .as(name)
                    .isTrue());
    assertThat(shipped.getLogger("h2database").getEffectiveLevel()).isEqualTo(Level.WARN);
    shipped.stop();
  }

  private static Level shippedLevel(String logger) throws JoranException {
    LoggerContext context = shipped();
    Level level = context.getLogger(logger).getEffectiveLevel();
    context.stop();
    return level;
  }

  private static LoggerContext shipped() throws JoranException {
    LoggerContext context = new LoggerContext();
    JoranConfigurator shipped = new JoranConfigurator();
    shipped.setContext(context);
    shipped.doConfigure(Path.of("config/logback.xml").toFile());
    return context;
  }
}
