package dev.serai.settings;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings of one of several clusters.
 *
 * @param region as the cloud calls it; empty for none
 * @param weight its share of the instances beside those of the others; 0 takes none that may run
 *     elsewhere
 * @param owners the owners whose instances may run on it; empty for all owners
 * @param settings all settings, with the cluster's own in place of those for all
 */
public record ClusterSettings(
    String name, String region, int weight, Set<String> owners, Settings settings) {

  private static final int MAX_WEIGHT = 1_000;

  public ClusterSettings {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(region, "region is null");
    Objects.requireNonNull(settings, "settings is null");
    owners = Set.copyOf(owners);
  }

  static ClusterSettings read(String name, SettingSources sources, Settings settings) {
    Optional<SettingSources.Found> region = find(name, ClusterKey.REGION, sources);
    return new ClusterSettings(
        name,
        region.map(SettingSources.Found::text).orElseGet(() -> ofCloud(settings)),
        find(name, ClusterKey.WEIGHT, sources).map(found -> weight(name, found)).orElse(1),
        find(name, ClusterKey.OWNERS, sources).map(ClusterSettings::owners).orElse(Set.of()),
        settings);
  }

  private static String ofCloud(Settings settings) {
    return settings.text(Setting.SCHEDULE_TYPE).equals("alicloud-k8s")
        ? settings.text(Setting.ALICLOUD_REGION)
        : "";
  }

  private static Optional<SettingSources.Found> find(
      String name, String key, SettingSources sources) {
    return sources.find(new ClusterKey(name, key).bareName());
  }

  private static int weight(String name, SettingSources.Found found) {
    if (found.text().matches("\\d{1,4}") && Integer.parseInt(found.text()) <= MAX_WEIGHT) {
      return Integer.parseInt(found.text());
    }
    throw new InvalidSettingException(
        "%s is \"%s\" (%s); expected a whole number from 0 to %d"
            .formatted(
                new ClusterKey(name, ClusterKey.WEIGHT).bareName(),
                found.text(),
                found.origin(),
                MAX_WEIGHT));
  }

  private static Set<String> owners(SettingSources.Found found) {
    return Arrays.stream(found.text().split(",", -1))
        .map(String::strip)
        .filter(owner -> !owner.isEmpty())
        .collect(Collectors.toSet());
  }
}
