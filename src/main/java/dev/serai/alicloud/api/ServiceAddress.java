package dev.serai.alicloud.api;

import com.aliyun.teaopenapi.models.Config;
import java.util.Objects;

/**
 * Where an API is asked.
 *
 * @param host with a port where it is not the protocol's own
 */
record ServiceAddress(String protocol, String host) {

  ServiceAddress {
    Objects.requireNonNull(protocol, "protocol is null");
    Objects.requireNonNull(host, "host is null");
  }

  /** A host, or a URL; plain HTTP only where somebody writes it. */
  static ServiceAddress of(String given) {
    return given.startsWith("http://")
        ? new ServiceAddress("http", bare(given))
        : new ServiceAddress("https", bare(given));
  }

  Config applyTo(Config config) {
    return config.setProtocol(protocol).setEndpoint(host);
  }

  private static String bare(String given) {
    return given.replaceFirst("^https?://", "").replaceFirst("/+$", "");
  }
}
