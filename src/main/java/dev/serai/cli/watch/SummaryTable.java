package dev.serai.cli.watch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.ShortTime;
import dev.serai.cli.TextTable;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How a batch has ended.
 *
 * @param failed the first items that have failed or run too long
 */
public record SummaryTable(BatchView batch, List<JsonNode> failed) {

  /** How many of them are shown. */
  public static final int SHOWN = 10;

  public SummaryTable {
    Objects.requireNonNull(batch, "batch is null");
    failed = List.copyOf(failed);
  }

  public void print(PrintStream out) {
    TextTable states = new TextTable("STATE", "ITEMS");
    for (String state : BatchView.STATES) {
      if (batch.count(state) > 0) {
        states.row(state.replace('_', ' '), String.valueOf(batch.count(state)));
      }
    }
    states.row("total", String.valueOf(batch.total()));
    states.print(out);
    if (!failed.isEmpty()) {
      out.println();
      printFailed(out);
    }
    out.println();
    out.println(TextTable.printable(sentence()));
  }

  private void printFailed(PrintStream out) {
    TextTable items = new TextTable("ITEM", "STATE", "ATTEMPTS", "REASON");
    for (JsonNode item : failed) {
      items.row(
          item.path("id").asText(),
          item.path("state").asText(),
          item.path("attempt").asText(),
          why(item));
    }
    items.print(out);
    long more = batch.failed() - failed.size();
    if (more > 0) {
      out.println("and " + more + " more");
    }
  }

  private String sentence() {
    String why = batch.why().isEmpty() ? "" : " (" + batch.why() + ")";
    return "Batch %s %s%s%s: %d of %d items succeeded."
        .formatted(
            batch.called(),
            batch.state().toLowerCase(Locale.ROOT),
            why,
            took(),
            batch.count("succeeded"),
            batch.total());
  }

  private String took() {
    try {
      Duration time =
          Duration.between(
              Instant.parse(batch.text("created_at")), Instant.parse(batch.text("finished_at")));
      return " after " + ShortTime.of(time.isNegative() ? Duration.ZERO : time);
    } catch (DateTimeException e) {
      return "";
    }
  }

  /** The reason and the message of an item or an attempt. */
  public static String why(JsonNode of) {
    String reason = of.path("reason").asText("");
    String message = of.path("message").asText("");
    return reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message;
  }
}
