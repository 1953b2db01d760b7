package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.FreePorts;
import dev.serai.alicloud.BrokenMethods;
import dev.serai.alicloud.BrokenMethods.Broken;
import dev.serai.alicloud.SimulatedAck;
import dev.serai.server.LogCapture;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with credentials is told once, in plain words, at the check and at the start. */
class BrokenCredentialsTest {

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

  static List<Broken> broken() {
    return BrokenMethods.ALL;
  }

  @ParameterizedTest
  @MethodSource("broken")
  void isOneClearErrorAndTellsNoSecret(Broken broken) {
    Map<String, String> flags = new BrokenMethods(ack.cloud(), ack.methods()).flags(broken);

    CommandRun check = run(flags, "alicloud", "check");
    assertThat(check.exitCode()).as(check.toString()).isIn(1, 2);
    assertThat(errors(check)).as(check.toString()).hasSize(1);
    assertThat(errors(check).get(0)).contains(broken.cause());

    CommandRun serve = run(flags, "serve", "--schedule-type=alicloud-k8s");
    assertThat(serve.exitCode()).as(serve.out() + serve.err()).isIn(1, 2);
    assertThat(serve.out()).isEmpty();
    assertThat(serve.err().lines()).as(serve.err()).hasSize(1);
    assertThat(serve.err()).contains(broken.cause());

    String reported = check + serve.toString() + log.lines();
    ack.cloud().issuedSecrets().forEach(secret -> assertThat(reported).doesNotContain(secret));
    ack.methods().secrets().forEach(secret -> assertThat(reported).doesNotContain(secret));
  }

  /** A setting that can't be right is refused before the first step. */
  private static List<String> errors(CommandRun check) {
    return Stream.concat(
            check.out().lines().filter(line -> line.startsWith("\u2717")), check.err().lines())
        .toList();
  }

  private CommandRun run(Map<String, String> flags, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--alicloud-cluster-id=" + SimulatedAck.ID);
    flags.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    if (command[0].equals("serve")) {
      arguments.add("--data=" + folder.resolve("data"));
      arguments.add("--port=" + FreePorts.next());
      arguments.add("--management-port=" + FreePorts.next());
    }
    return CommandRun.of(
        Map.of(), "", Clock.systemUTC(), ServerProcess::run, arguments.toArray(new String[0]));
  }
}
