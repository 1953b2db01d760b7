package dev.serai.cli.client;

import dev.serai.cli.Shell;
import java.util.List;
import java.util.Objects;

/** All commands that talk to a running server. */
public final class ClientCommands {

  private ClientCommands() {}

  /** New objects with picocli's annotations. */
  public static List<Object> of(Shell shell) {
    Objects.requireNonNull(shell, "shell is null");
    return List.of(
        new CreateCommand(shell),
        new GetCommand(shell),
        new ListCommand(shell),
        new DeleteCommand(shell),
        new LogsCommand(shell),
        new DeadCommand(shell));
  }
}
