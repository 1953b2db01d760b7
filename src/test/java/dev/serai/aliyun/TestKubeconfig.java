package dev.serai.aliyun;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A kubeconfig's text, of which only the client certificate's end is of interest here. */
record TestKubeconfig(String text) {

  private static final Pattern CERTIFICATE =
      Pattern.compile("client-certificate-data:\\s*\"?([A-Za-z0-9+/=]+)");

  Optional<Instant> certificateEnd() {
    Matcher data = CERTIFICATE.matcher(text);
    if (!data.find()) {
      return Optional.empty();
    }
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(Base64.getDecoder().decode(data.group(1))));
      return Optional.of(certificate.getNotAfter().toInstant());
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IllegalStateException("the kubeconfig's client certificate cannot be read", e);
    }
  }
}
