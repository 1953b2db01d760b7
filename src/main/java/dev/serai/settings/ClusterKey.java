package dev.serai.settings;

import dev.serai.base.NearestName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting of one of several clusters: property {@code serai.clusters.<name>.<key>}, flag {@code
 * --clusters.<name>.<key>}, variable {@code SERAI_CLUSTERS_<NAME>_<KEY>}.
 *
 * @param name of the cluster, a DNS label of at most 40 characters
 */
record ClusterKey(String name, String key) {

  static final String WEIGHT = "weight";
  static final String REGION = "region";
  static final String OWNERS = "owners";

  private static final String PREFIX = "clusters.";
  private static final String VARIABLE_PREFIX = "SERAI_CLUSTERS_";
  private static final Pattern BARE =
      Pattern.compile("clusters\\.([a-z0-9](?:[-a-z0-9]{0,38}[a-z0-9])?)\\.([a-z0-9-]+)");

  static boolean isMeant(String bareName) {
    return bareName.startsWith(PREFIX);
  }

  static boolean isMeantByVariable(String variable) {
    return variable.startsWith(VARIABLE_PREFIX);
  }

  /** Reads a name like {@code clusters.hz.weight}, whether or not there is such a key. */
  static Optional<ClusterKey> of(String bareName) {
    Matcher parts = BARE.matcher(bareName);
    return parts.matches()
        ? Optional.of(new ClusterKey(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  /** Reads a variable; the name of its cluster may hold what looks like the start of a key. */
  static Optional<ClusterKey> ofVariable(String variable) {
    String rest = rest(variable);
    return known().stream()
        .filter(key -> rest.endsWith("-" + key))
        .max(Comparator.comparingInt(String::length))
        .map(key -> new ClusterKey(rest.substring(0, rest.length() - key.length() - 1), key))
        .filter(key -> of(key.bareName()).isPresent());
  }

  /**
   * The settings that a mistyped variable may mean; where its name ends and its key begins is a
   * guess as well.
   */
  static Optional<ClusterKey> nearVariable(String variable) {
    String rest = rest(variable);
    List<ClusterKey> guesses = new ArrayList<>();
    for (int at = rest.indexOf('-'); at > 0; at = rest.indexOf('-', at + 1)) {
      String key = NearestName.of(rest.substring(at + 1), known());
      guesses.add(new ClusterKey(rest.substring(0, at), key));
    }
    List<String> near = guesses.stream().map(guess -> guess.name() + "-" + guess.key()).toList();
    return near.isEmpty()
        ? Optional.empty()
        : Optional.of(guesses.get(near.indexOf(NearestName.of(rest, near))));
  }

  private static String rest(String variable) {
    return variable.substring(VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String bareName() {
    return PREFIX + name + "." + key;
  }

  /** Every key that a cluster may have. */
  static List<String> known() {
    List<String> known = new ArrayList<>(List.of(WEIGHT, REGION, OWNERS));
    for (Setting setting : Setting.values()) {
      if (setting.isOfCluster()) {
        known.add(setting.key());
        setting.fileKey().ifPresent(known::add);
      }
    }
    return known;
  }
}
