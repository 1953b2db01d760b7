package dev.serai.server;

import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.main.Main;

/**
 * Camel's own properties, as Serai needs them; {@code camel.*} in the configuration file overrides
 * them.
 */
final class CamelSettings {

  private CamelSettings() {}

  /**
   * Camel's properties component and auto-configuration get all effective values, and use no other
   * source.
   */
  static void apply(Settings settings, Main main) {
    main.setDefaultPropertyPlaceholderLocation("false");
    main.setPropertyPlaceholderLocations("false");
    Map<String, Object> all = new LinkedHashMap<>(of(settings));
    all.putAll(settings.otherProperties());
    all.putAll(settings.asProperties());
    main.setInitialProperties(all);
  }

  private static Map<String, String> of(Settings settings) {
    Map<String, String> camel = new LinkedHashMap<>();
    camel.put("camel.main.name", "serai");
    camel.put(
        "camel.main.shutdownTimeout",
        String.valueOf(settings.duration(Setting.SHUTDOWN_TIMEOUT).toSeconds()));
    camel.put("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
    camel.put("camel.main.jmxEnabled", "false");
    camel.put("camel.main.startupSummaryLevel", "Off");
    camel.put("camel.main.autoConfigurationLogSummary", "false");
    camel.put("camel.main.exchangeFactory", "default");
    camel.put("camel.main.streamCachingEnabled", "false");
    // a call of a route that is being reloaded waits for it
    camel.put("camel.component.direct.timeout", "5000");

    camel.put("camel.server.enabled", "true");
    camel.put("camel.server.host", settings.text(Setting.HOST));
    camel.put("camel.server.port", settings.text(Setting.PORT));
    camel.put("camel.server.maxBodySize", String.valueOf(settings.bytes(Setting.MAX_BODY_SIZE)));
    // the files of multipart requests, which are deleted when the request has been answered
    camel.put(
        "camel.server.fileUploadDirectory",
        settings.path(Setting.DATA).resolve("uploads").toString());
    // RequestFilter checks the content type, and answers in the envelope
    camel.put("camel.component.platform-http.serverRequestValidation", "false");

    camel.put("camel.management.enabled", "true");
    camel.put("camel.management.host", settings.text(Setting.MANAGEMENT_HOST));
    camel.put("camel.management.port", settings.text(Setting.MANAGEMENT_PORT));
    camel.put("camel.management.healthCheckEnabled", "true");
    camel.put("camel.management.healthPath", "/health");
    camel.put("camel.management.metricsEnabled", "true");
    camel.put("camel.health.exposureLevel", "full");
    camel.put("camel.health.routesEnabled", "false");
    camel.put("camel.health.consumersEnabled", "false");
    camel.put("camel.metrics.enabled", "true");
    camel.put("camel.metrics.path", "/metrics");
    // kept while routes are reloaded
    camel.put("camel.metrics.clearOnReload", "false");
    camel.put("camel.metrics.enableExchangeEventNotifier", "false");
    // per route; the totals over all routes would cost as much again
    camel.put("camel.metrics.routePolicyLevel", "route");
    return camel;
  }
}
