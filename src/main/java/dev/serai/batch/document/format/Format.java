package dev.serai.batch.document.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The format of a batch's document. */
public enum Format {
  /** One JSON object. */
  JSON("application/json", ".json"),
  /** One object in YAML 1.2. */
  YAML("application/yaml text/yaml application/x-yaml text/x-yaml", ".yaml .yml"),
  /** A line with everything but the items, then one item per line. */
  NDJSON("application/x-ndjson application/ndjson", ".ndjson .jsonl");

  // enough of a document to recognise its format
  private static final int START = 1 << 16;

  // separated by spaces
  private final String mediaTypes;
  private final String endings;

  Format(String mediaTypes, String endings) {
    this.mediaTypes = mediaTypes;
    this.endings = endings;
  }

  /**
   * The format of a media type.
   *
   * @param type without parameters, in any case
   */
  public static Optional<Format> ofMediaType(String type) {
    String plain = type.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(f -> words(f.mediaTypes).contains(plain)).findFirst();
  }

  public static Optional<Format> ofFileName(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(f -> words(f.endings).stream().anyMatch(plain::endsWith))
        .findFirst();
  }

  /** Guesses the format from the beginning of a document, if its sender did not name it. */
  public static Format guess(Path document) throws IOException {
    char[] start = new char[START];
    int length;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(document), StandardCharsets.UTF_8))) {
      length = Math.max(0, reader.read(start, 0, START));
    }
    String text = new String(start, 0, length).replace("\uFEFF", "").stripLeading();
    if (!text.startsWith("{")) {
      return YAML;
    }
    String[] lines = text.split("\\R", 3);
    boolean manyObjects =
        lines.length > 1
            && lines[0].stripTrailing().endsWith("}")
            && lines[1].stripLeading().startsWith("{");
    return manyObjects ? NDJSON : JSON;
  }

  /** The media type with which it is sent. */
  public String mediaType() {
    return words(mediaTypes).get(0);
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }
}
