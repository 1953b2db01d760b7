package dev.serai.server;

import dev.serai.batch.callback.AddressRule;
import dev.serai.batch.track.BatchesComponent;
import dev.serai.cluster.InstancesComponent;
import dev.serai.cluster.SeraiPodsComponent;
import dev.serai.http.Deadline;
import dev.serai.http.HttpEngine;
import dev.serai.http.ResponseWriter;
import dev.serai.http.callback.CallbackClient;
import dev.serai.route.FailureReason;
import dev.serai.route.RouteValidator;
import dev.serai.settings.InvalidSettingException;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.micrometer.MicrometerConstants;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.main.Main;
import org.objenesis.Objenesis;
import org.objenesis.ObjenesisStd;

/**
 * Checks a folder of route files as a server with these settings does before it loads them, without
 * a server: Camel gets the components and properties of one, and stand-ins for its beans, and is
 * not started. No port is opened and no broker, database or cluster is called. Beans that the
 * configuration file declares are created.
 */
public final class RoutesCheck {

  private static final Objenesis WITHOUT_CONSTRUCTOR = new ObjenesisStd();

  private RoutesCheck() {}

  /**
   * @throws InvalidSettingException when Camel does not take a property of the configuration file
   * @throws java.io.UncheckedIOException when the folder can't be read
   */
  public static RouteValidator.Result of(Path routes, Settings settings) {
    RouteValidator validator = new RouteValidator(RouteBeans.vocabulary(settings));
    Main main = new Main();
    bind(main, settings);
    CamelSettings.apply(settings, main);
    try {
      initialise(main);
      return validator.check(routes, main.getCamelContext(), Server.ENGINE);
    } finally {
      main.stop();
    }
  }

  private static void initialise(Main main) {
    try {
      main.init();
    } catch (RuntimeException e) {
      throw new InvalidSettingException(FailureReason.of(e));
    }
  }

  /** The beans of a server: none of them is called, and most are objects without a state. */
  private static void bind(Main main, Settings settings) {
    RouteBeans.all().forEach((name, type) -> main.bind(name, standIn(type)));
    // Camel calls it when it creates the endpoint
    main.bind("callbackClient", new CallbackClient(new AddressRule(false), Duration.ofSeconds(1)));
    main.bind("unsettledDelay", settings.duration(Setting.UNSETTLED_DELAY).toMillis());
    ClusterModules.names(settings)
        .forEach(name -> main.bind("breaker-" + name, CircuitBreaker.ofDefaults(name)));
    main.bind("jms", standIn(JmsComponent.class));
    main.bind("kubernetes-pods", standIn(SeraiPodsComponent.class));
    main.bind("instances", standIn(InstancesComponent.class));
    main.bind("batches", standIn(BatchesComponent.class));
    main.bind(
        MicrometerConstants.METRICS_REGISTRY_NAME,
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    main.bind(
        PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME,
        new HttpEngine(standIn(ResponseWriter.class), standIn(Deadline.class)));
  }

  private static <T> T standIn(Class<T> type) {
    return WITHOUT_CONSTRUCTOR.newInstance(type);
  }
}
