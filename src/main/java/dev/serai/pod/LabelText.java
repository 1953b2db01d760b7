package dev.serai.pod;

import java.util.regex.Pattern;

/**
 * Any text as a label's value or the name in a label's key: at most 63 of {@code A-Za-z0-9_.-}, a
 * letter or digit at both ends. A valid text stays as it is; an altered one ends in a hash of the
 * original, so that different texts stay different.
 */
public final class LabelText {

  private static final int MAX = 63;
  private static final int HASH_DIGITS = 10;
  private static final char HASH_MARK = 'x';
  private static final Pattern VALID =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?");
  // an altered text always ends like this; a valid one that does too is altered, or two could meet
  private static final Pattern ALTERED =
      Pattern.compile("(?:^|-)" + HASH_MARK + "[a-z2-7]{" + HASH_DIGITS + "}\\z");
  private static final Pattern NOT_ALLOWED = Pattern.compile("[^A-Za-z0-9_.-]+");
  private static final Pattern BAD_ENDS = Pattern.compile("^[^A-Za-z0-9]+|[^A-Za-z0-9]+$");

  private LabelText() {}

  /** A label's value; empty for empty text. */
  public static String value(String text) {
    return text.isEmpty() ? "" : safe(text);
  }

  /** The part of a label's key behind its prefix. */
  public static String key(String text) {
    return safe(text);
  }

  private static String safe(String text) {
    if (VALID.matcher(text).matches() && !ALTERED.matcher(text).find()) {
      return text;
    }
    String hash = HASH_MARK + Hash.base32(HASH_DIGITS, "label", text);
    String readable = ends(NOT_ALLOWED.matcher(text).replaceAll("-"));
    int room = MAX - 1 - hash.length();
    String cut = readable.length() <= room ? readable : ends(readable.substring(0, room));
    return cut.isEmpty() ? hash : cut + "-" + hash;
  }

  private static String ends(String text) {
    return BAD_ENDS.matcher(text).replaceAll("");
  }
}
