package dev.serai.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Finds the known name that a mistyped one was probably meant to be. */
public final class NearestName {

  /** Names from other systems, without capital letters and hyphens. */
  private static final Map<String, List<String>> SYNONYMS =
      Map.ofEntries(
          Map.entry("env", List.of("environmentVariables", "environment_variables")),
          Map.entry("envs", List.of("environmentVariables", "environment_variables")),
          Map.entry("envvars", List.of("environmentVariables", "environment_variables")),
          Map.entry("vars", List.of("environmentVariables", "environment_variables")),
          Map.entry("variables", List.of("environmentVariables", "environment_variables")),
          Map.entry("environment", List.of("environmentVariables", "environment_variables")),
          Map.entry("args", List.of("arguments")),
          Map.entry("argv", List.of("arguments")),
          Map.entry("cmd", List.of("command")),
          Map.entry("entrypoint", List.of("command")),
          Map.entry("mem", List.of("memory")),
          Map.entry("template", List.of("podTemplate")),
          Map.entry("grace", List.of("terminationGrace")),
          Map.entry("lifetime", List.of("ttl")),
          Map.entry("user", List.of("owner")));

  private NearestName() {}

  public static String of(String typed, Collection<String> known) {
    return synonym(typed, known).orElseGet(() -> nearest(typed, known));
  }

  private static Optional<String> synonym(String typed, Collection<String> known) {
    return SYNONYMS.getOrDefault(plain(typed), List.of()).stream()
        .filter(known::contains)
        .findFirst();
  }

  private static String nearest(String typed, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(name -> distance(typed, name))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /**
   * The nearest name, if at most a third of the typed one has to be changed. Capital letters and
   * hyphens are ignored.
   */
  public static Optional<String> near(String typed, Collection<String> known) {
    Optional<String> synonym = synonym(typed, known);
    if (synonym.isPresent()) {
      return synonym;
    }
    int limit = Math.max(1, typed.length() / 3);
    return known.stream()
        .filter(name -> distance(plain(typed), plain(name)) <= limit)
        .min(
            Comparator.<String>comparingInt(name -> distance(plain(typed), plain(name)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code ; did you mean `x`?}, or an empty text if no known name is near. */
  public static String hint(String typed, Collection<String> known) {
    return near(typed, known).map(name -> "; did you mean `" + name + "`?").orElse("");
  }

  /** The same, or all known names if none is near. */
  public static String hintOrAll(String typed, Collection<String> known) {
    return near(typed, known)
        .map(name -> "; did you mean `" + name + "`?")
        .orElseGet(() -> "; there are " + String.join(", ", known));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "");
  }

  /** Levenshtein distance, computed in one row. */
  public static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
