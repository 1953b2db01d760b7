package dev.serai.broker;

import dev.serai.FreePorts;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * A broker of somebody else's, durable, with one user and one port for all protocols; it may be
 * stopped and started again.
 */
public final class ExternalArtemis implements AutoCloseable {

  public static final String USER = "me";
  public static final String PASSWORD = "open-sesame-4711";

  private final Path folder;
  private final int port;
  private ActiveMQServer server;

  private ExternalArtemis(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  public static ExternalArtemis start(Path folder) throws Exception {
    ExternalArtemis broker = stopped(folder);
    broker.start();
    return broker;
  }

  /** One that has its address already, and answers nobody yet. */
  public static ExternalArtemis stopped(Path folder) {
    return new ExternalArtemis(folder, FreePorts.next());
  }

  public void start() throws Exception {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration.setJMXManagementEnabled(false);
    configuration.setBrokerInstance(folder.toFile());
    configuration.addAcceptorConfiguration("all", "tcp://127.0.0.1:" + port);
    server = new ActiveMQServerImpl(configuration, new OneUser());
    server.start();
  }

  public void stop() throws Exception {
    server.stop();
  }

  /**
   * @param scheme tcp or amqp
   */
  public URI url(String scheme) {
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    try {
      if (server != null) {
        server.stop();
      }
    } catch (Exception e) {
      throw new IllegalStateException("the broker does not stop", e);
    }
  }

  private static final class OneUser implements ActiveMQSecurityManager {

    @Override
    public boolean validateUser(String user, String password) {
      return USER.equals(user) && PASSWORD.equals(password);
    }

    @Override
    public boolean validateUserAndRole(
        String user, String password, Set<Role> roles, CheckType checkType) {
      return validateUser(user, password);
    }
  }
}
