package dev.serai.cli;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Prints the version of the program and of its Java. */
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer>, IVersionProvider {

  private final Shell shell;

  VersionCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public String[] getVersion() {
    String version =
        Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
            .orElse("unpackaged");
    return new String[] {"serai " + version + " (Java " + Runtime.version() + ")"};
  }

  @Override
  public Integer call() {
    shell.out().println(getVersion()[0]);
    return ExitCode.OK.number();
  }
}
