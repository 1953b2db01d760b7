package dev.serai.cli;

import java.util.Objects;

/** A command has failed: the message is one line for people, the exit code is for programs. */
public final class CommandFailedException extends RuntimeException {

  private final ExitCode exitCode;
  private final boolean temporary;

  public CommandFailedException(ExitCode exitCode, String message) {
    this(exitCode, message, null);
  }

  /** A failure that may be temporary. */
  public static CommandFailedException temporary(ExitCode exitCode, String message) {
    return new CommandFailedException(exitCode, message, null, true);
  }

  public CommandFailedException(ExitCode exitCode, String message, Throwable cause) {
    this(exitCode, message, cause, false);
  }

  private CommandFailedException(
      ExitCode exitCode, String message, Throwable cause, boolean temporary) {
    super(Objects.requireNonNull(message, "message is null"), cause);
    this.exitCode = Objects.requireNonNull(exitCode, "exitCode is null");
    this.temporary = temporary;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** Whether a retry may succeed. */
  public boolean isTemporary() {
    return temporary;
  }
}
