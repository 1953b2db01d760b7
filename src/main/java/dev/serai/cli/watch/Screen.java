package dev.serai.cli.watch;

import dev.serai.cli.Shell;
import dev.serai.cli.TextTable;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** Standard error with a line at its bottom that changes, where it is a terminal. */
final class Screen {

  private static final String CLEAR = "\r\u001b[K";
  private static final Duration RESIZED = Duration.ofSeconds(2);

  private final Shell shell;
  private final PrintStream err;
  private final Clock clock;
  private OptionalInt columns;
  private Instant asked;
  private boolean drawn;
  private boolean closed;

  Screen(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
    this.err = shell.err();
    this.clock = shell.clock();
    this.columns = ask();
    this.asked = clock.instant();
  }

  /** Whether a line can be drawn over. */
  boolean isTerminal() {
    return columns.isPresent();
  }

  /** See <a href="https://no-color.org">no-color.org</a>. */
  boolean hasColour() {
    return isTerminal() && shell.variable("NO_COLOR").isEmpty();
  }

  /** Draws over what was drawn before; the line is a function of the terminal's width. */
  synchronized void draw(IntFunction<String> line) {
    if (closed || columns.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    if (Duration.between(asked, now).compareTo(RESIZED) > 0) {
      asked = now;
      OptionalInt answer = ask();
      columns = answer.isPresent() ? answer : columns;
    }
    err.print(CLEAR + line.apply(columns.getAsInt()));
    err.flush();
    drawn = true;
  }

  /** A line that stays, above the one that changes. */
  synchronized void printLine(String text) {
    if (closed) {
      return;
    }
    if (drawn) {
      err.print(CLEAR);
      drawn = false;
    }
    err.println(TextTable.printable(text));
  }

  /** Leaves the last line as it is; nothing is shown any more. */
  synchronized void close() {
    if (!closed && drawn) {
      err.println();
    }
    closed = true;
  }

  private OptionalInt ask() {
    return shell.variable("TERM").filter("dumb"::equals).isPresent()
        ? OptionalInt.empty()
        : shell.terminal().columns();
  }
}
