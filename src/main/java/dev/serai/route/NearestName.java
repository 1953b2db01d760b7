package dev.serai.route;

import java.util.Collection;
import java.util.Optional;

/** Finds what a misspelt name was probably meant to be. */
final class NearestName {

  private NearestName() {}

  /** {@code ; did you mean `x`?}, or nothing when no known name is near. */
  static String hint(String written, Collection<String> known) {
    return of(written, known).map(name -> "; did you mean `" + name + "`?").orElse("");
  }

  /** The known name with the fewest edits, if it is near. */
  static Optional<String> of(String written, Collection<String> known) {
    return dev.serai.settings.NearestName.near(written, known);
  }
}
