package dev.serai.route;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be. */
final class NearestName {

  private NearestName() {}

  /** {@code ; did you mean `x`?}, or nothing when no known name is near. */
  static String hint(String written, Collection<String> known) {
    return of(written, known).map(name -> "; did you mean `" + name + "`?").orElse("");
  }

  /** The known name with the fewest edits, if they are at most a third of the written name. */
  static Optional<String> of(String written, Collection<String> known) {
    int limit = Math.max(1, written.length() / 3);
    return known.stream()
        .filter(name -> distance(written, name) <= limit)
        .min(
            Comparator.<String>comparingInt(name -> distance(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Capital letters and hyphens set aside. */
  private static int distance(String left, String right) {
    return dev.serai.settings.NearestName.distance(plain(left), plain(right));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "");
  }
}
