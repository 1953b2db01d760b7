package dev.serai.alicloud.access;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kubeconfig, parsed.
 *
 * @param expires the end of the client certificate or of what its issuer said, whichever is first
 */
record Kubeconfig(Config content, Instant issued, Optional<Instant> expires) {

  Kubeconfig {
    Objects.requireNonNull(content, "content is null");
    Objects.requireNonNull(issued, "issued is null");
    Objects.requireNonNull(expires, "expires is null");
  }

  /**
   * @param issued the time that it is
   * @param expiration as its issuer says
   */
  static Kubeconfig of(Config content, Instant issued, Optional<Instant> expiration) {
    return new Kubeconfig(
        content,
        issued,
        Stream.of(expiration, certificate(content).map(c -> c.getNotAfter().toInstant()))
            .flatMap(Optional::stream)
            .min(Instant::compareTo));
  }

  /** A copy, since fabric8's model is mutable. */
  Config copy() {
    return new ConfigBuilder(content).build();
  }

  /** The client's, if it has one that can be read. */
  private static Optional<X509Certificate> certificate(Config config) {
    try (InputStream text = certificateText(config)) {
      return Optional.of(
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(text));
    } catch (IOException | CertificateException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static InputStream certificateText(Config config) throws IOException {
    if (config.getClientCertData() != null) {
      byte[] data = config.getClientCertData().getBytes(StandardCharsets.UTF_8);
      return new ByteArrayInputStream(
          config.getClientCertData().startsWith("-----")
              ? data
              : Base64.getMimeDecoder().decode(data));
    }
    return config.getClientCertFile() == null
        ? InputStream.nullInputStream()
        : Files.newInputStream(Path.of(config.getClientCertFile()));
  }

  @Override
  public String toString() {
    return "kubeconfig of " + content.getMasterUrl() + " until " + expires;
  }
}
