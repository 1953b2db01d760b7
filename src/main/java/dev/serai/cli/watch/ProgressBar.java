package dev.serai.cli.watch;

import dev.serai.cli.ShortTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A batch in one line. A pure function. */
final class ProgressBar {

  private static final int LONGEST = 40;
  private static final int SHORTEST = 10;
  private static final int FRAME = 4;

  /** With fewer words than those a bar would say less than more words do. */
  private static final int BESIDE_A_BAR = 4;

  private static final String GAP = "  ";

  private ProgressBar() {}

  /**
   * A line that is shorter than the width, because some terminals wrap at the last column: as many
   * words as fit, and a bar where there is room for one.
   *
   * @param colour whether the terminal understands colours; they take no room
   */
  static String line(
      BatchView batch, ThroughputEstimate.Estimate estimate, int width, boolean colour) {
    int room = Math.max(1, width - 1);
    List<String> words = words(batch, estimate);
    for (String text : words.subList(0, BESIDE_A_BAR)) {
      if (text.length() + FRAME + SHORTEST <= room) {
        int cells = Math.min(LONGEST, room - text.length() - FRAME);
        return "[" + bar(batch, cells, colour) + "]" + GAP + text;
      }
    }
    return words.stream()
        .filter(text -> text.length() <= room)
        .findFirst()
        .orElseGet(() -> words.get(words.size() - 1).substring(0, room));
  }

  /** All words, for where there is no terminal. */
  static String text(BatchView batch, ThroughputEstimate.Estimate estimate) {
    return words(batch, estimate).get(0);
  }

  /** From all words to the fewest. */
  private static List<String> words(BatchView batch, ThroughputEstimate.Estimate estimate) {
    long total = batch.total();
    String percent = (total == 0 ? 0 : batch.done() * 100 / total) + "%";
    String done = batch.done() + "/" + total;
    String running = batch.count("running") + " running";
    String failed = batch.failed() + " failed";
    String cancelled = batch.cancelled() == 0 ? "" : GAP + batch.cancelled() + " cancelled";
    String rate =
        estimate.perSecond().isPresent()
            ? GAP + String.format(Locale.ROOT, "%.1f/s", estimate.perSecond().getAsDouble())
            : "";
    String end = end(batch, estimate);
    List<String> words = new ArrayList<>();
    String all = String.join(GAP, percent, done + " done", running, failed) + cancelled;
    words.add(all + rate + end);
    words.add(all + end);
    words.add(String.join(GAP, percent, done, running, failed));
    words.add(String.join(GAP, done, running, failed));
    words.add(String.join(GAP, done, failed));
    words.add(done);
    return words;
  }

  private static String end(BatchView batch, ThroughputEstimate.Estimate estimate) {
    return switch (batch.state()) {
      case "RUNNING" -> estimate.left().map(left -> GAP + ShortTime.of(left) + " left").orElse("");
      case "" -> "";
      default -> GAP + batch.state().toLowerCase(Locale.ROOT);
    };
  }

  private static String bar(BatchView batch, int cells, boolean colour) {
    int done = share(batch.done(), batch.total(), cells);
    long notGood = batch.failed() + batch.cancelled();
    int failedCells = notGood == 0 ? 0 : Math.max(1, share(notGood, batch.total(), cells));
    int good = Math.max(0, done - failedCells);
    int bad = Math.min(failedCells, cells - good);
    boolean active = good + bad < cells && !batch.isFinal();
    int rest = cells - good - bad - (active ? 1 : 0);
    return coloured("=".repeat(good), 32, colour)
        + coloured("x".repeat(bad), 31, colour)
        + (active ? ">" : "")
        + " ".repeat(rest);
  }

  private static int share(long part, long whole, int cells) {
    return whole == 0 ? 0 : (int) Math.min(cells, part * cells / whole);
  }

  private static String coloured(String text, int code, boolean colour) {
    return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
