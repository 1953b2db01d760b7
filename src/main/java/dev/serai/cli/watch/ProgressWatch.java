package dev.serai.cli.watch;

import dev.serai.cli.Shell;
import dev.serai.cli.client.ApiClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Shows the progress of a batch on standard error, until it has ended. */
public final class ProgressWatch {

  private static final Duration FRAME = Duration.ofMillis(250);
  private static final Duration LINE = Duration.ofSeconds(5);

  private final ApiClient client;
  private final Shell shell;
  private final Clock clock;
  private final Optional<String> resumeCommand;
  private final WaitPolicy waitPolicy;

  /**
   * @param resumeCommand the command line that follows the batch again after an interrupt, to which
   *     the batch's id is added; empty where the batch does not keep running
   */
  public ProgressWatch(ApiClient client, Shell shell, Optional<String> resumeCommand) {
    this(client, shell, resumeCommand, WaitPolicy.STANDARD);
  }

  ProgressWatch(
      ApiClient client, Shell shell, Optional<String> resumeCommand, WaitPolicy waitPolicy) {
    this.client = Objects.requireNonNull(client, "client is null");
    this.shell = Objects.requireNonNull(shell, "shell is null");
    this.clock = shell.clock();
    this.resumeCommand = Objects.requireNonNull(resumeCommand, "resumeCommand is null");
    this.waitPolicy = Objects.requireNonNull(waitPolicy, "waitPolicy is null");
  }

  /** Follows it from the state that was observed last. */
  public BatchView untilEnd(BatchView seen) {
    Screen screen = new Screen(shell);
    String id = seen.id();
    Runnable interruptHint =
        () -> {
          screen.close();
          resumeCommand.ifPresent(
              line ->
                  shell
                      .err()
                      .println("The batch keeps running. To follow it again: " + line + " " + id));
        };
    InterruptHint onInterrupt = new InterruptHint(interruptHint);
    try (BatchFeed feed = new BatchFeed(client, id, waitPolicy, clock)) {
      return follow(seen, feed, screen);
    } finally {
      onInterrupt.cancel();
      screen.close();
    }
  }

  private BatchView follow(BatchView seen, BatchFeed feed, Screen screen) {
    Showing showing = new Showing(screen, clock);
    BatchView last = seen;
    boolean away = false;
    if (!last.isFinal()) {
      showing.show(last);
    }
    while (!last.isFinal()) {
      Optional<BatchFeed.Update> update = feed.next(FRAME);
      if (update.isPresent() && update.get() instanceof BatchFeed.Broken broken) {
        throw broken.failure();
      }
      if (update.isPresent() && update.get() instanceof BatchFeed.Away gone && !away) {
        away = true;
        screen.printLine("The server is away (" + gone.why() + "). Retrying; Ctrl-C to leave.");
      }
      if (update.isPresent() && update.get() instanceof BatchFeed.Seen news) {
        if (away) {
          away = false;
          screen.printLine("The server is back.");
        }
        last = news.batch();
      }
      if (!last.isFinal()) {
        showing.show(last);
      }
    }
    showing.showEnd(last);
    return last;
  }

  /** The line that changes; where there is no terminal, a new line now and then. */
  private static final class Showing {

    private final Screen screen;
    private final Clock clock;
    private final ThroughputEstimate throughput = new ThroughputEstimate();
    private Optional<Instant> said = Optional.empty();
    private String saying = "";

    Showing(Screen screen, Clock clock) {
      this.screen = screen;
      this.clock = clock;
    }

    void show(BatchView batch) {
      Instant now = clock.instant();
      ThroughputEstimate.Estimate estimate = throughput.of(batch, now);
      if (screen.isTerminal()) {
        screen.draw(width -> ProgressBar.line(batch, estimate, width, screen.hasColour()));
      } else if (said.isEmpty() || Duration.between(said.get(), now).compareTo(LINE) >= 0) {
        said = Optional.of(now);
        printLine(ProgressBar.text(batch, estimate));
      }
    }

    void showEnd(BatchView batch) {
      ThroughputEstimate.Estimate none = ThroughputEstimate.Estimate.UNKNOWN;
      if (screen.isTerminal()) {
        screen.draw(width -> ProgressBar.line(batch, none, width, screen.hasColour()));
      } else {
        printLine(ProgressBar.text(batch, none));
      }
    }

    private void printLine(String text) {
      if (!text.equals(saying)) {
        saying = text;
        screen.printLine(text);
      }
    }
  }
}
