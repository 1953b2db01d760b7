package dev.serai.cli.batch;

import dev.serai.cli.Shell;
import dev.serai.cli.client.ServerOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that select the server and the owner of a batch. */
final class BatchSelector {

  @Option(
      names = "--owner",
      paramLabel = "OWNER",
      defaultValue = "",
      description = "Owner of the batches: needed for a batch that is given by its name.")
  private String owner;

  @Mixin private ServerOptions server;

  BatchApi api(Shell shell) {
    return new BatchApi(server.client(shell), owner);
  }

  /** The command line that follows a batch on this server, without the batch's id. */
  String resumeCommand() {
    return "./serai batch watch" + server.repeated();
  }
}
