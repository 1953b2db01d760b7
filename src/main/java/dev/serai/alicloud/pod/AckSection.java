package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.base.JsonMergePatch;
import dev.serai.base.NearestName;
import dev.serai.instance.JsonKind;
import dev.serai.instance.SectionRule;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rule of the section {@code alicloud}. It is checked for every source and every kind of
 * cluster, so that a section that is accepted on a laptop is valid for ACK.
 */
public final class AckSection implements SectionRule {

  /** All groups and settings there are, by their paths. */
  static final Set<String> PATHS = paths();

  private final Set<String> closed;

  /** Permits every setting. */
  public AckSection() {
    this(Set.of());
  }

  /**
   * @param closed paths of what may not be set here, such as {@code eci.ramRole} or {@code volumes}
   */
  public AckSection(Set<String> closed) {
    this.closed = Set.copyOf(closed);
  }

  @Override
  public String name() {
    return AckSettings.SECTION;
  }

  @Override
  public void check(JsonNode section) {
    if (!(section instanceof ObjectNode fields)) {
      throw SectionPath.TOP.fault("is " + JsonKind.of(section) + "; an object is expected");
    }
    checkKeys(section, "", SectionPath.TOP);
    ObjectNode set = JsonNodeFactory.instance.objectNode();
    JsonMergePatch.apply(set, fields);
    AckSettings.ALL.forEach(setting -> setting.in(set));
    new AckRules(set).refuseConflicts();
  }

  private static Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    for (AckSetting<?> setting : AckSettings.ALL) {
      String path = setting.path();
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        paths.add(path.substring(0, dot));
      }
      paths.add(path);
    }
    return Collections.unmodifiableSet(paths);
  }

  private void checkKeys(JsonNode group, String prefix, SectionPath at) {
    List<String> known =
        PATHS.stream()
            .filter(path -> path.startsWith(prefix))
            .map(path -> path.substring(prefix.length()))
            .filter(key -> !key.contains("."))
            .toList();
    group
        .properties()
        .forEach(
            entry -> {
              String key = entry.getKey();
              if (!known.contains(key)) {
                throw at.key(key)
                    .fault("is unknown; did you mean " + NearestName.of(key, known) + "?");
              }
              checkKnown(entry.getValue(), prefix + key, at.key(key));
            });
  }

  private void checkKnown(JsonNode value, String path, SectionPath at) {
    boolean isGroup = PATHS.stream().anyMatch(other -> other.startsWith(path + "."));
    // null would remove the settings of the group
    boolean takesAway = value.isNull() && closed.stream().anyMatch(c -> c.startsWith(path + "."));
    if (closed.contains(path) || takesAway) {
      throw at.fault("can't be set by a request; the operator keeps it for environments");
    }
    if (!isGroup || value.isNull()) {
      return;
    }
    if (!value.isObject()) {
      throw at.fault("is " + JsonKind.of(value) + "; an object is expected");
    }
    checkKeys(value, path + ".", at);
  }
}
