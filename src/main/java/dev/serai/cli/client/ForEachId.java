package dev.serai.cli.client;

import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import dev.serai.cli.TextTable;
import java.util.List;
import java.util.function.Consumer;

/** Runs an operation for several ids; a failure for one does not stop the others. */
public final class ForEachId {

  private ForEachId() {}

  /** Returns the exit code of the first failure. */
  public static int of(List<String> ids, Shell shell, Consumer<String> action) {
    ExitCode first = ExitCode.OK;
    for (String id : ids) {
      try {
        action.accept(id);
      } catch (CommandFailedException e) {
        if (e.exitCode() == ExitCode.UNREACHABLE) {
          throw e;
        }
        shell.err().println("serai: " + TextTable.printable(id + ": " + e.getMessage()));
        first = first == ExitCode.OK ? e.exitCode() : first;
      }
    }
    return first.number();
  }
}
