package dev.serai.cli.batch;

import dev.serai.cli.Shell;
import dev.serai.cli.client.ServerOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say on which server, and whose, a batch is. */
final class BatchSelector {

  @Option(
      names = "--owner",
      paramLabel = "OWNER",
      defaultValue = "",
      description = "Whose batches: needed for one that is given by its name.")
  private String owner;

  @Mixin private ServerOptions server;

  BatchApi api(Shell shell) {
    return new BatchApi(server.client(shell), owner);
  }

  /** The command line by which to follow a batch on this server, but for its id. */
  String resumeCommand() {
    return "./serai batch watch" + server.repeated();
  }
}
