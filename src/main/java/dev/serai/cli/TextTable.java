package dev.serai.cli;

import dev.serai.base.Text;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table with aligned columns; the last column has no limit. */
public final class TextTable {

  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... headers) {
    row(headers);
  }

  /** Adds a row. Control characters are shown as {@code ?}: they could steer the terminal. */
  public void row(String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(cell.isEmpty() ? "-" : printable(cell));
    }
    rows.add(row);
  }

  public void print(PrintStream out) {
    List<Integer> widths = widths();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        line.append(cell);
        if (column < row.size() - 1) {
          line.append(" ".repeat(widths.get(column) - length(cell))).append(GAP);
        }
      }
      out.println(line);
    }
  }

  /** The text with every control character replaced by {@code ?}. */
  public static String printable(String text) {
    return Text.printable(text);
  }

  private List<Integer> widths() {
    return IntStream.range(0, rows.get(0).size())
        .mapToObj(column -> rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0))
        .toList();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
