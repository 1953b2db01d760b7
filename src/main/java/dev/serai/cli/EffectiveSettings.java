package dev.serai.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.io.PrintStream;

/** What {@code --print-config} shows. */
final class EffectiveSettings {

  private EffectiveSettings() {}

  static void print(Settings settings, boolean json, PrintStream out) {
    if (json) {
      out.println(asJson(settings).toPrettyString());
    } else {
      TextTable table = new TextTable("SETTING", "VALUE", "FROM");
      for (Setting setting : Setting.values()) {
        table.row(setting.key(), settings.shown(setting), settings.origin(setting).toString());
      }
      table.print(out);
    }
  }

  private static ArrayNode asJson(Settings settings) {
    ArrayNode rows = new ObjectMapper().createArrayNode();
    for (Setting setting : Setting.values()) {
      rows.addObject()
          .put("name", setting.key())
          .put("value", settings.shown(setting))
          .put("from", settings.origin(setting).toString());
    }
    return rows;
  }
}
