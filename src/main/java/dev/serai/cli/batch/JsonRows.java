package dev.serai.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Objects;

/** A JSON array that is printed as its rows come, so that any number of them fits. */
final class JsonRows {

  private final PrintStream out;
  private boolean begun;

  JsonRows(PrintStream out) {
    this.out = Objects.requireNonNull(out, "out is null");
  }

  void add(JsonNode row) {
    out.print(begun ? ",\n" : "[");
    out.print(row);
    begun = true;
  }

  /** Ends the array; one that broke off must not look whole. */
  void end() {
    out.println(begun ? "]" : "[]");
  }
}
