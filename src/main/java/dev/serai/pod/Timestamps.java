package dev.serai.pod;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Times as Kubernetes and annotations write them: RFC 3339. */
final class Timestamps {

  private static final String PATTERN = "0000-00-00T00:00:00Z";

  private Timestamps() {}

  /** Empty for what is absent or not a time. */
  static Optional<Instant> parse(String text) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (isWholeSecondsUtc(text)) {
        return Optional.of(wholeSeconds(text));
      }
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** Whether it is like 2026-11-24T15:04:05Z, as nearly all times of an API server are. */
  private static boolean isWholeSecondsUtc(String text) {
    if (text.length() != PATTERN.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char wanted = PATTERN.charAt(i);
      char found = text.charAt(i);
      if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
        return false;
      }
    }
    return true;
  }

  /** A pod has a dozen times, and Java's formatter takes ten times as long for each. */
  private static Instant wholeSeconds(String text) {
    try {
      return LocalDateTime.of(
              number(text, 0, 4),
              number(text, 5, 7),
              number(text, 8, 10),
              number(text, 11, 13),
              number(text, 14, 16),
              number(text, 17, 19))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new DateTimeParseException("no such time", text, 0, e);
    }
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
