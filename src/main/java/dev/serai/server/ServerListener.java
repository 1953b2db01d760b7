package dev.serai.server;

import java.util.Objects;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.PropertiesComponent;

/** Runs actions during Camel's start. */
final class ServerListener extends MainListenerSupport {

  /** An action that may fail. */
  @FunctionalInterface
  interface Step {

    void run() throws Exception;
  }

  private final Step configured;

  /**
   * @param configured runs when the context is configured and nothing has started
   */
  ServerListener(Step configured) {
    this.configured = Objects.requireNonNull(configured, "configured is null");
  }

  @Override
  public void beforeInitialize(BaseMainSupport main) {
    // the settings are already resolved; otherwise Camel would let environment variables override
    // them
    PropertiesComponent properties = main.getCamelContext().getPropertiesComponent();
    if (properties instanceof org.apache.camel.component.properties.PropertiesComponent own) {
      own.setEnvironmentVariableMode(0);
      own.setSystemPropertiesMode(0);
    }
  }

  @Override
  public void afterConfigure(BaseMainSupport main) {
    try {
      configured.run();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
