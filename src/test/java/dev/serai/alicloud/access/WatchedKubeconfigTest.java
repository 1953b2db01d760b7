package dev.serai.alicloud.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.MovedClock;
import io.fabric8.kubernetes.client.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedKubeconfigTest {

  private static final Duration LOOK = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-01T12:00:00Z"));
  private final ManualRenewalScheduler timer = new ManualRenewalScheduler(clock);
  private final List<String> reported = new ArrayList<>();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("kubeconfig");
    user("token: first");
  }

  @Test
  void aFileThatChangesIsReadAgainAndItsListenersAreTold() throws IOException {
    try (WatchedKubeconfig kubeconfig = open()) {
      timer.pass(Duration.ofMinutes(1));
      assertThat(reported).isEmpty();

      user("token: second");
      timer.pass(LOOK);

      assertThat(reported).containsExactly("second");
      assertThat(token(kubeconfig.config())).isEqualTo("second");
    }
  }

  @Test
  void aBrokenFileKeepsTheEarlierOneAndIsNotQuoted() throws IOException {
    try (WatchedKubeconfig kubeconfig = open()) {
      Files.writeString(file, "users: [hidden: {");
      timer.pass(LOOK);

      assertThat(token(kubeconfig.config())).isEqualTo("first");
      assertThat(kubeconfig.status().failure().orElseThrow())
          .contains("is not valid")
          .doesNotContain("hidden");

      user("token: third");
      timer.pass(LOOK);
      assertThat(reported).containsExactly("third");
      assertThat(kubeconfig.status().failure()).isEmpty();
    }
  }

  @Test
  void aRejectionReadsTheFileAtOnce() throws IOException {
    try (WatchedKubeconfig kubeconfig = open()) {
      user("token: second");
      assertThat(token(kubeconfig.renew())).isEqualTo("second");
    }
  }

  @Test
  void certificateFilesBesideItCountAsPartOfIt() throws IOException {
    Files.writeString(folder.resolve("x.crt"), "one");
    Files.writeString(folder.resolve("x.key"), "one");
    user("client-certificate: x.crt\n    client-key: x.key");
    try (WatchedKubeconfig kubeconfig = open()) {
      assertThat(kubeconfig.config().getClientCertFile())
          .isEqualTo(folder.resolve("x.crt").toString());
      timer.pass(LOOK);
      assertThat(reported).isEmpty();

      Files.writeString(folder.resolve("x.crt"), "two");
      timer.pass(LOOK);
      assertThat(reported).hasSize(1);
    }
  }

  @Test
  void aCommandIsAskedForTheToken() throws IOException {
    Path command = folder.resolve("token");
    exec(command, "from-command-1");
    user(
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: "
            + command
            + ", interactiveMode: Never}");
    try (WatchedKubeconfig kubeconfig = open()) {
      assertThat(token(kubeconfig.config())).isEqualTo("from-command-1");
      exec(command, "from-command-2");
      assertThat(token(kubeconfig.renew())).isEqualTo("from-command-2");
    }
  }

  @Test
  void aFileThatIsNotThereOrNoKubeconfigIsRefusedWithItsName() throws IOException {
    Files.delete(file);
    assertThatThrownBy(this::open).hasMessage("the kubeconfig " + file + " can't be read");
  }

  private WatchedKubeconfig open() {
    WatchedKubeconfig kubeconfig =
        new WatchedKubeconfig(file, clock, timer, new SimpleMeterRegistry());
    kubeconfig.onRenewed(config -> reported.add(String.valueOf(token(config))));
    return kubeconfig;
  }

  private static String token(Config config) {
    return config.getOauthToken() == null ? config.getAutoOAuthToken() : config.getOauthToken();
  }

  private static void exec(Path command, String token) throws IOException {
    Files.writeString(
        command,
        """
        #!/bin/sh
        echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
          "status": {"token": "%s"}}'
        """
            .formatted(token));
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
  }

  private void user(String credentials) throws IOException {
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts:
        - name: test
          context: {cluster: test, user: test, namespace: here}
        clusters:
        - name: test
          cluster: {server: "https://127.0.0.1:1"}
        users:
        - name: test
          user:
            %s
        """
            .formatted(credentials));
  }
}
