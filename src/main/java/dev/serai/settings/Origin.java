package dev.serai.settings;

import java.util.Objects;

/**
 * Where the value of a setting comes from.
 *
 * @param place the flag, the variable, or the file with its line; empty for a default
 */
public record Origin(Kind kind, String place) {

  /** From the strongest to the weakest. */
  public enum Kind {
    FLAG,
    VARIABLE,
    FILE,
    /** A variable of Alibaba Cloud's own tools, such as {@code ALIBABA_CLOUD_ACCESS_KEY_ID}. */
    WELL_KNOWN,
    DEFAULT
  }

  static final Origin BY_DEFAULT = new Origin(Kind.DEFAULT, "");

  public Origin {
    Objects.requireNonNull(kind, "kind is null");
    Objects.requireNonNull(place, "place is null");
  }

  /** Whether it was given to this program, and not to all programs, and is no default. */
  public boolean isExplicit() {
    return kind.compareTo(Kind.FILE) <= 0;
  }

  /** For example {@code flag --port}, {@code variable SERAI_PORT}, {@code my.properties:7}. */
  @Override
  public String toString() {
    return switch (kind) {
      case FLAG -> "flag " + place;
      case VARIABLE, WELL_KNOWN -> "variable " + place;
      case FILE -> place;
      case DEFAULT -> "default";
    };
  }
}
