package dev.serai.settings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Where settings are looked up, from the strongest to the weakest: flags, variables, the file. */
record Sources(
    Map<String, String> flags, Map<String, String> variables, Optional<PropertiesFile> file) {

  private static final String VARIABLE_PREFIX = "SERAI_";
  private static final String PROPERTY_PREFIX = "serai.";

  /** Variables of the launcher and of the client commands. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "SERAI_HOME",
          "SERAI_JAVA_OPTS",
          "SERAI_CONFIG",
          "SERAI_SERVER",
          "SERAI_MANAGEMENT",
          "SERAI_TOKEN");

  /** What Kubernetes sets in every pod for a Service whose name starts with "serai". */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("SERAI_.*(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  record Found(String text, Origin origin) {}

  /** What is given under this bare name; an empty variable counts as not given. */
  Optional<Found> find(String key) {
    String variable = variable(key);
    String property = PROPERTY_PREFIX + key;
    if (flags.containsKey(key)) {
      return found(flags.get(key), new Origin(Origin.Kind.FLAG, "--" + key));
    }
    if (isGiven(variable)) {
      return found(variables.get(variable), new Origin(Origin.Kind.VARIABLE, variable));
    }
    return file.filter(f -> f.entries().containsKey(property))
        .flatMap(f -> found(f.entries().get(property).value(), f.origin(property)));
  }

  /**
   * @throws InvalidSetting for the first name that looks like a setting and is none
   */
  void refuseUnknown() {
    Collection<String> keys = knownKeys();
    for (String flag : flags.keySet()) {
      refuseUnknown("flag --" + flag, flag, keys, key -> "--" + key);
    }
    for (String variable : new TreeSet<>(variables.keySet())) {
      if (variable.startsWith(VARIABLE_PREFIX)
          && isGiven(variable)
          && !OTHER_VARIABLES.contains(variable)) {
        List<String> names = new ArrayList<>(keys.stream().map(Sources::variable).toList());
        names.addAll(OTHER_VARIABLES);
        refuseUnknown("variable " + variable, variable, names, name -> name);
      }
    }
    file.ifPresent(
        f ->
            f.entries().keySet().stream()
                .filter(property -> property.startsWith(PROPERTY_PREFIX))
                .forEach(
                    property ->
                        refuseUnknown(
                            f.origin(property) + ": " + property,
                            property.substring(PROPERTY_PREFIX.length()),
                            keys,
                            key -> PROPERTY_PREFIX + key)));
  }

  private boolean isGiven(String variable) {
    String text = variables.getOrDefault(variable, "");
    return !text.isEmpty()
        && !SERVICE_LINK.matcher(variable).matches()
        && !(variable.endsWith("_PORT") && SERVICE_ADDRESS.matcher(text).matches());
  }

  private static Optional<Found> found(String text, Origin origin) {
    return Optional.of(new Found(text, origin));
  }

  private static void refuseUnknown(
      String shown, String name, Collection<String> known, Function<String, String> spelling) {
    if (!known.contains(name)) {
      throw new InvalidSetting(
          shown
              + " is no setting; did you mean "
              + spelling.apply(NearestName.of(name, known))
              + "?");
    }
  }

  private static Collection<String> knownKeys() {
    Set<String> keys = new TreeSet<>();
    for (Setting setting : Setting.values()) {
      keys.add(setting.key());
      setting.fileKey().ifPresent(keys::add);
    }
    return keys;
  }

  private static String variable(String key) {
    return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
