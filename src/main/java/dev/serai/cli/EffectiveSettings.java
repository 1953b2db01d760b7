package dev.serai.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.serai.settings.ClusterSettings;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The output of {@code --print-config}. */
final class EffectiveSettings {

  private record Row(String name, String value, String from) {}

  private EffectiveSettings() {}

  static void print(Settings settings, boolean json, PrintStream out) {
    if (json) {
      out.println(asJson(rows(settings)).toPrettyString());
    } else {
      TextTable table = new TextTable("SETTING", "VALUE", "FROM");
      rows(settings).forEach(row -> table.row(row.name(), row.value(), row.from()));
      table.print(out);
    }
  }

  private static ArrayNode asJson(List<Row> rows) {
    ArrayNode array = new ObjectMapper().createArrayNode();
    rows.forEach(
        row ->
            array
                .addObject()
                .put("name", row.name())
                .put("value", row.value())
                .put("from", row.from()));
    return array;
  }

  private static List<Row> rows(Settings settings) {
    return Stream.concat(
            Arrays.stream(Setting.values()).map(setting -> row(setting.key(), setting, settings)),
            settings.clusters().stream().flatMap(cluster -> rows(cluster, settings)))
        .toList();
  }

  /** The settings of a cluster that differ from those of all clusters. */
  private static Stream<Row> rows(ClusterSettings cluster, Settings all) {
    String prefix = "clusters." + cluster.name() + ".";
    String from = "of the cluster";
    Stream<Row> own =
        Stream.of(
            new Row(prefix + "region", cluster.region(), from),
            new Row(prefix + "weight", String.valueOf(cluster.weight()), from),
            new Row(prefix + "owners", String.join(",", new TreeSet<>(cluster.owners())), from));
    Stream<Row> others =
        Arrays.stream(Setting.values())
            .filter(Setting::isOfCluster)
            .filter(setting -> !cluster.settings().origin(setting).equals(all.origin(setting)))
            .map(setting -> row(prefix + setting.key(), setting, cluster.settings()));
    return Stream.concat(own, others);
  }

  private static Row row(String name, Setting setting, Settings settings) {
    return new Row(name, settings.shown(setting), settings.origin(setting).toString());
  }
}
