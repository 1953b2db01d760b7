package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.FreePorts;
import dev.serai.alicloud.SimulatedAck;
import dev.serai.server.LogCapture;
import dev.serai.server.RunningServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a kubeconfig file is told once, at the check and at the start. */
class BrokenKubeconfigTest {

  @TempDir private Path folder;
  private final LogCapture log = LogCapture.attach();
  private SimulatedAck ack;

  @BeforeEach
  void start() {
    ack = new SimulatedAck(folder);
    log.verbose();
  }

  @AfterEach
  void stop() {
    ack.close();
    log.close();
  }

  @Test
  void aFileThatIsNotThere() {
    Path file = folder.resolve("no-such");
    assertRefused(file, "the kubeconfig " + file + " can't be read");
  }

  @Test
  void aFileThatIsNoKubeconfig() {
    Path file = ack.methods().write("kubeconfig", "users: [" + SimulatedAck.TOKEN + ": {");
    assertRefused(file, "the kubeconfig " + file + " is not valid");
  }

  @Test
  void aClientCertificateThatHasExpired() throws Exception {
    Path file =
        ack.methods()
            .write(
                "kubeconfig",
                ack.kubeconfig()
                    .replace(
                        "user: {",
                        "user: {client-certificate: \"" + expiredCertificate() + "\", "));
    assertRefused(file, "has expired at");
  }

  /** The check says so; a server starts, because the cluster may come, and is not ready. */
  @Test
  void anApiServerThatDoesNotAnswer() {
    Path file =
        ack.methods()
            .write(
                "kubeconfig", ack.kubeconfig().replaceAll("http://[^\"]*", "http://127.0.0.1:1"));
    CommandRun check = run(file, "alicloud", "check");
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(errors(check)).hasSize(1);
    assertThat(errors(check).get(0)).contains("API server: http://127.0.0.1:1/ can't be reached");

    try (RunningServer server =
        RunningServer.start(
            folder.resolve("data"),
            Map.of(
                "schedule-type",
                "alicloud-k8s",
                "alicloud-kubeconfig-path",
                file.toString(),
                "retry-deadline",
                "1s"))) {
      HttpResponse<String> ready =
          server.sendRaw(HttpRequest.newBuilder(server.managementUri("/health/ready")));
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("the API server can't be reached");
      assertThat(server.post("{\"envName\":\"demo@1.0.0\"}").http()).isEqualTo(503);
    }
    assertThat(log.lines()).noneMatch(line -> line.contains(SimulatedAck.TOKEN));
  }

  private void assertRefused(Path file, String cause) {
    CommandRun check = run(file, "alicloud", "check");
    assertThat(check.exitCode()).as(check.toString()).isEqualTo(1);
    assertThat(errors(check)).as(check.toString()).hasSize(1);
    assertThat(errors(check).get(0))
        .contains(cause.startsWith("has expired") ? "it has expired at" : cause);

    CommandRun serve = run(file, "serve", "--schedule-type=alicloud-k8s");
    assertThat(serve.exitCode()).as(serve.out() + serve.err()).isIn(1, 2);
    assertThat(serve.err().lines()).as(serve.err()).hasSize(1);
    assertThat(serve.err()).contains(cause);
    assertThat(check + serve.toString() + log.lines()).doesNotContain(SimulatedAck.TOKEN);
  }

  private static List<String> errors(CommandRun check) {
    return Stream.concat(
            check.out().lines().filter(line -> line.startsWith("\u2717")), check.err().lines())
        .toList();
  }

  private CommandRun run(Path file, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--alicloud-kubeconfig-path=" + file);
    if (command[0].equals("serve")) {
      arguments.add("--data=" + folder.resolve("data"));
      arguments.add("--port=" + FreePorts.next());
      arguments.add("--management-port=" + FreePorts.next());
    }
    return CommandRun.of(
        Map.of(), "", Clock.systemUTC(), ServerProcess::run, arguments.toArray(new String[0]));
  }

  /** Made by the JDK's own tool, for a day that is over. */
  private Path expiredCertificate() throws IOException, InterruptedException {
    Path store = folder.resolve("expired.p12");
    Path certificate = folder.resolve("expired.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "x",
        "-keyalg",
        "EC",
        "-dname",
        "CN=x",
        "-startdate",
        "-2d",
        "-validity",
        "1",
        "-storetype",
        "PKCS12",
        "-storepass",
        "secret",
        "-keystore",
        store.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "x",
        "-storepass",
        "secret",
        "-keystore",
        store.toString(),
        "-file",
        certificate.toString());
    assertThat(Files.size(certificate)).isPositive();
    return certificate;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(
            process.waitFor(
                Duration.ofMinutes(1).toSeconds(), java.util.concurrent.TimeUnit.SECONDS))
        .isTrue();
    assertThat(process.exitValue()).as(command.toString()).isZero();
  }
}
