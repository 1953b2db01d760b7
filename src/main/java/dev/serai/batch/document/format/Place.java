package dev.serai.batch.document.format;

import dev.serai.instance.RequestRejectedException;
import java.util.regex.Pattern;

/**
 * A place in a document, as people write it: {@code items[3].timeout}, or {@code line 7:
 * arguments[0]}.
 *
 * @param line a prefix of the path, for a document of lines; else empty
 */
public record Place(String line, String path) {

  public static final Place TOP = new Place("", "");

  // a key may contain any character
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/-]{1,60}");

  public static Place ofLine(int number) {
    return new Place("line " + number, "");
  }

  public Place key(String key) {
    if (!PLAIN.matcher(key).matches()) {
      return new Place(line, path + "[" + RequestRejectedException.excerpt(key) + "]");
    }
    return new Place(line, path.isEmpty() ? key : path + "." + key);
  }

  public Place index(int index) {
    return new Place(line, path + "[" + index + "]");
  }

  /**
   * A place below this one.
   *
   * @param further a path; empty for this place itself
   */
  public Place at(String further) {
    String dot = path.isEmpty() || further.isEmpty() || further.startsWith("[") ? "" : ".";
    return new Place(line, path + dot + further);
  }

  @Override
  public String toString() {
    if (line.isEmpty()) {
      return path;
    }
    return path.isEmpty() ? line : line + ": " + path;
  }
}
