package dev.serai.http.batch.stream;

import dev.serai.http.QueryValues;
import dev.serai.http.batch.BatchJson;
import dev.serai.instance.RequestRejectedException;
import io.vertx.ext.web.impl.HeaderParser;
import io.vertx.ext.web.impl.ParsableMIMEValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The formats of results. Each writes one row at a time, so that only one is in memory. */
enum ResultFormat {
  /** A JSON array. */
  JSON("application/json") {
    @Override
    String head(List<String> columns) {
      return "[";
    }

    @Override
    String row(Map<String, Object> values, List<String> columns, boolean first) {
      return (first ? "\n" : ",\n") + BatchJson.text(values);
    }

    @Override
    String foot() {
      return "\n]\n";
    }
  },

  /** One line per row. */
  NDJSON("application/x-ndjson") {
    @Override
    String row(Map<String, Object> values, List<String> columns, boolean first) {
      return BatchJson.text(values) + "\n";
    }
  },

  /**
   * RFC 4180 with a header. Values are written unchanged, also those that begin with {@code = +
   * - @}, which a spreadsheet may take for formulas: a program that reads them needs the original
   * value.
   */
  CSV("text/csv; charset=utf-8; header=present") {
    @Override
    String head(List<String> columns) {
      return line(columns.stream());
    }

    @Override
    String row(Map<String, Object> values, List<String> columns, boolean first) {
      return line(columns.stream().map(name -> Objects.toString(values.get(name), "")));
    }

    private String line(Stream<String> cells) {
      return cells.map(ResultFormat::cell).collect(Collectors.joining(",", "", "\r\n"));
    }
  };

  private final String contentType;

  ResultFormat(String contentType) {
    this.contentType = contentType;
  }

  String contentType() {
    return contentType;
  }

  /** The text before the rows. */
  String head(List<String> columns) {
    return "";
  }

  /**
   * One row.
   *
   * @param values by column name; null where there is none
   */
  abstract String row(Map<String, Object> values, List<String> columns, boolean first);

  /** The text after the rows. */
  String foot() {
    return "";
  }

  private static String cell(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /**
   * The requested format: that of the parameter, else the known one with the greatest weight in the
   * header {@code Accept}, else JSON.
   *
   * @throws RequestRejectedException 400 for an unknown format in the parameter
   */
  static ResultFormat asked(String format, String accept) {
    if (QueryValues.isGiven(format)) {
      return Arrays.stream(values())
          .filter(known -> known.name().equals(format.toUpperCase(Locale.ROOT)))
          .findFirst()
          .orElseThrow(
              () ->
                  RequestRejectedException.invalid(
                      "format",
                      RequestRejectedException.excerpt(format) + " is none of json, ndjson, csv"));
    }
    List<ParsableMIMEValue> ranges =
        HeaderParser.convertToParsedHeaderValues(
            accept == null ? "" : accept, ParsableMIMEValue::new);
    // the heaviest first, and among equals the first
    return HeaderParser.sort(ranges).stream()
        .filter(range -> range.weight() > 0)
        .map(range -> ofType(range.value().toLowerCase(Locale.ROOT)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(JSON);
  }

  private static Optional<ResultFormat> ofType(String type) {
    return switch (type) {
      case "application/json" -> Optional.of(JSON);
      case "application/x-ndjson", "application/ndjson", "application/jsonl" -> Optional.of(NDJSON);
      case "text/csv" -> Optional.of(CSV);
      default -> Optional.empty();
    };
  }
}
