package dev.serai.alicloud.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.aliyun.AlibabaCloud;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void endsWithTheCertificateOrWithWhatItsIssuerSaidWhicheverIsFirst() throws Exception {
    X509Certificate certificate;
    try (AlibabaCloud cloud = AlibabaCloud.start(folder)) {
      certificate = cloud.trustStore().certificate();
    }
    Instant end = certificate.getNotAfter().toInstant();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n";
    Config inside =
        config()
            .withClientCertData(
                Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8)))
            .build();
    Config beside =
        config()
            .withClientCertFile(Files.writeString(folder.resolve("x.crt"), pem).toString())
            .build();

    for (Config config : new Config[] {inside, beside}) {
      assertThat(Kubeconfig.of(config, NOW, Optional.empty()).expires()).contains(end);
      assertThat(Kubeconfig.of(config, NOW, Optional.of(end.plusSeconds(9))).expires())
          .contains(end);
      assertThat(Kubeconfig.of(config, NOW, Optional.of(end.minusSeconds(9))).expires())
          .contains(end.minusSeconds(9));
    }
  }

  @Test
  void withoutACertificateItHasTheEndThatItsIssuerSaidOrNone() {
    assertThat(Kubeconfig.of(config().build(), NOW, Optional.of(NOW)).expires()).contains(NOW);
    assertThat(Kubeconfig.of(config().build(), NOW, Optional.empty()).expires()).isEmpty();
    assertThat(
            Kubeconfig.of(
                    config().withClientCertData("no certificate").build(), NOW, Optional.empty())
                .expires())
        .isEmpty();
  }

  @Test
  void aCopyCanBeChanged() {
    Kubeconfig kubeconfig = Kubeconfig.of(config().build(), NOW, Optional.empty());
    Config copy = kubeconfig.copy();
    copy.setNamespace("other");
    assertThat(kubeconfig.copy().getNamespace()).isNotEqualTo("other");
  }

  private static ConfigBuilder config() {
    return new ConfigBuilder(Config.empty()).withMasterUrl("https://127.0.0.1:1");
  }
}
