package dev.serai.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

/** The outcome of one command line. */
public record CommandRun(int exitCode, String out, String err) {

  /** The time that it is for commands with a fixed clock. */
  public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  public static CommandRun of(Map<String, String> environment, String... args) {
    return of(environment, "", Clock.fixed(NOW, ZoneOffset.UTC), args);
  }

  public static CommandRun of(
      Map<String, String> environment, String input, Clock clock, String... args) {
    return of(environment, input, clock, settings -> 0, args);
  }

  /** With the time as it is, on a terminal if there is one. */
  public static CommandRun on(Terminal terminal, Map<String, String> environment, String... args) {
    return of(environment, "", Clock.systemUTC(), terminal, settings -> 0, args);
  }

  static CommandRun of(
      Map<String, String> environment,
      String input,
      Clock clock,
      ServerRunner runner,
      String... args) {
    return of(environment, input, clock, Terminal.NONE, runner, args);
  }

  private static CommandRun of(
      Map<String, String> environment,
      String input,
      Clock clock,
      Terminal terminal,
      ServerRunner runner,
      String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            clock,
            terminal);
    int exitCode = Main.commandLine(shell, runner).execute(args);
    return new CommandRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
