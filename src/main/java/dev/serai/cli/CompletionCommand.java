package dev.serai.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the script by which a shell completes this program's commands and options. */
@Command(
    name = "completion",
    description = "Prints a completion script: source <(./serai completion bash)")
final class CompletionCommand implements Callable<Integer> {

  private enum For {
    bash,
    zsh
  }

  private final Shell shell;

  @Spec private CommandSpec spec;

  // picocli's script serves both shells, in zsh through bashcompinit, which needs compinit
  @Parameters(paramLabel = "bash|zsh", description = "The shell the script is for.")
  private For kind;

  CompletionCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    if (kind == For.zsh) {
      shell.out().println("autoload -U +X compinit && compinit");
    }
    shell.out().print(AutoComplete.bash("serai", spec.root().commandLine()));
    return ExitCode.OK.number();
  }
}
