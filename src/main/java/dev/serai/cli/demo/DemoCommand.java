package dev.serai.cli.demo;

import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code serai demo}. */
@Command(
    name = "demo",
    description =
        "Shows the main job in half a minute: a server with a simulated cluster and an embedded broker, "
            + "requests by REST and by queue, their logs, expiry and clean-up, and a batch of 200. "
            + "Leaves nothing behind.")
public final class DemoCommand implements Callable<Integer> {

  private final Shell shell;

  public DemoCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() throws Exception {
    try (DemoServer server = DemoServer.start(shell.clock());
        DemoQueue queue = DemoQueue.open(server)) {
      Demo demo = new Demo(shell, server, queue);
      return demo.run() ? ExitCode.OK.number() : ExitCode.ERROR.number();
    }
  }
}
