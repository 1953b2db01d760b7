package dev.serai.cli;

import dev.serai.base.NearestName;
import dev.serai.cli.batch.BatchCommands;
import dev.serai.cli.client.ClientCommands;
import dev.serai.cli.demo.DemoCommand;
import dev.serai.settings.InvalidSettingException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program's entry. */
@Command(
    name = "serai",
    description = "Runs sandboxes and batch jobs as pods on Kubernetes, in Camel routes.")
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine(Shell.ofProcess(), ServerProcess::run).execute(args));
  }

  /** The whole command line; the server's start is a parameter, so that tests need no server. */
  static CommandLine commandLine(Shell shell, ServerRunner runner) {
    CommandLine root = new CommandLine(new Main());
    CommandLine serve = new CommandLine(new ServeCommand(shell, runner));
    SettingOptions.addTo(serve.getCommandSpec());
    root.addSubcommand(serve);
    ClientCommands.of(shell).forEach(root::addSubcommand);
    BatchCommands.of(shell).forEach(root::addSubcommand);
    root.addSubcommand(new ValidateCommand(shell));
    root.addSubcommand(new EnvironmentsCommand(shell));
    root.addSubcommand(new DemoCommand(shell));
    root.addSubcommand(alicloud(shell));
    root.addSubcommand(new CompletionCommand(shell));
    root.addSubcommand(new VersionCommand(shell));
    document(root.getCommandSpec());
    root.getCommandSpec().versionProvider(new VersionCommand(shell));
    root.getCommandSpec()
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Prints the version.")
                .build());
    return root.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
        .setParameterExceptionHandler((e, args) -> explain(e, shell.err()))
        .setExecutionExceptionHandler((e, line, result) -> explain(e, shell.err()));
  }

  private static CommandLine alicloud(Shell shell) {
    CommandLine check = new CommandLine(new AlicloudCheckCommand(shell));
    SettingOptions.addTo(check.getCommandSpec());
    return new CommandLine(new AlicloudCommand()).addSubcommand(check);
  }

  /** Gives every command {@code --help}, with the exit codes. */
  private static void document(CommandSpec spec) {
    if (spec.findOption("--help") == null) {
      spec.addOption(
          OptionSpec.builder("-h", "--help")
              .usageHelp(true)
              .description("Shows this help.")
              .build());
    }
    spec.usageMessage().abbreviateSynopsis(spec.options().size() > 12);
    if (spec.usageMessage().exitCodeList().isEmpty()) {
      spec.usageMessage().exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCode.meanings());
    }
    spec.subcommands().values().forEach(command -> document(command.getCommandSpec()));
  }

  private static int explain(ParameterException e, PrintStream err) {
    CommandLine line = e.getCommandLine();
    err.println("serai: " + TextTable.printable(e.getMessage()));
    if (e.getMessage().equals("Missing required subcommand")) {
      line.usage(err);
      return ExitCode.USAGE.number();
    }
    if (!isFlagSuggested(e, err)) {
      UnmatchedArgumentException.printSuggestions(
          e, new PrintWriter(err, true, StandardCharsets.UTF_8));
    }
    err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE.number();
  }

  /** Picocli's own guess looks at the first letters alone: of --prot it makes --print-config. */
  private static boolean isFlagSuggested(ParameterException e, PrintStream err) {
    Optional<String> typed =
        e instanceof UnmatchedArgumentException unmatched
            ? unmatched.getUnmatched().stream().filter(text -> text.startsWith("--")).findFirst()
            : Optional.empty();
    typed.ifPresent(
        text ->
            err.println(
                "Did you mean "
                    + NearestName.of(
                        text.split("=", 2)[0],
                        e.getCommandLine().getCommandSpec().optionsMap().keySet())
                    + "?"));
    return typed.isPresent();
  }

  private static int explain(Exception e, PrintStream err) {
    if (e instanceof CommandFailedException failure) {
      err.println("serai: " + TextTable.printable(failure.getMessage()));
      return failure.exitCode().number();
    }
    if (e instanceof InvalidSettingException) {
      err.println("serai: " + e.getMessage());
      return ExitCode.USAGE.number();
    }
    err.println("serai: an error of this program:");
    e.printStackTrace(err);
    return ExitCode.ERROR.number();
  }
}
