package dev.serai.cli.watch;

import dev.serai.cli.Shell;
import dev.serai.cli.client.ApiClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Shows on standard error how a batch goes, until it has ended. */
public final class Watch {

  private static final Duration FRAME = Duration.ofMillis(250);
  private static final Duration LINE = Duration.ofSeconds(5);

  private final ApiClient client;
  private final Shell shell;
  private final Clock clock;
  private final Optional<String> comeBack;
  private final Patience patience;

  /**
   * @param comeBack the command line by which somebody who leaves can come back, to which the
   *     batch's id is added; empty where the batch does not go on
   */
  public Watch(ApiClient client, Shell shell, Optional<String> comeBack) {
    this(client, shell, comeBack, Patience.STANDARD);
  }

  Watch(ApiClient client, Shell shell, Optional<String> comeBack, Patience patience) {
    this.client = Objects.requireNonNull(client, "client is null");
    this.shell = Objects.requireNonNull(shell, "shell is null");
    this.clock = shell.clock();
    this.comeBack = Objects.requireNonNull(comeBack, "comeBack is null");
    this.patience = Objects.requireNonNull(patience, "patience is null");
  }

  /** Follows it from the state in which it was seen last. */
  public BatchView untilEnd(BatchView seen) {
    Screen screen = new Screen(shell);
    String id = seen.id();
    Runnable farewell =
        () -> {
          screen.close();
          comeBack.ifPresent(
              line -> shell.err().println("The batch goes on. To come back: " + line + " " + id));
        };
    Farewell onInterrupt = new Farewell(farewell);
    try (BatchFeed feed = new BatchFeed(client, id, patience, clock)) {
      return follow(seen, feed, screen);
    } finally {
      onInterrupt.takeBack();
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
        screen.say("The server is away (" + gone.why() + "). Trying again; Ctrl-C to leave.");
      }
      if (update.isPresent() && update.get() instanceof BatchFeed.Seen news) {
        if (away) {
          away = false;
          screen.say("The server is back.");
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
    private final Pace pace = new Pace();
    private Optional<Instant> said = Optional.empty();
    private String saying = "";

    Showing(Screen screen, Clock clock) {
      this.screen = screen;
      this.clock = clock;
    }

    void show(BatchView batch) {
      Instant now = clock.instant();
      Pace.Estimate estimate = pace.of(batch, now);
      if (screen.isTerminal()) {
        screen.draw(width -> ProgressBar.line(batch, estimate, width, screen.hasColour()));
      } else if (said.isEmpty() || Duration.between(said.get(), now).compareTo(LINE) >= 0) {
        said = Optional.of(now);
        say(ProgressBar.text(batch, estimate));
      }
    }

    void showEnd(BatchView batch) {
      Pace.Estimate none = Pace.Estimate.UNKNOWN;
      if (screen.isTerminal()) {
        screen.draw(width -> ProgressBar.line(batch, none, width, screen.hasColour()));
      } else {
        say(ProgressBar.text(batch, none));
      }
    }

    private void say(String text) {
      if (!text.equals(saying)) {
        saying = text;
        screen.say(text);
      }
    }
  }
}
