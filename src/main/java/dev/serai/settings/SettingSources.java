package dev.serai.settings;

import dev.serai.base.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Where settings are looked up, from the strongest to the weakest: flags, variables, the file. */
record SettingSources(
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

  /**
   * The variables that Kubernetes sets in every pod for a Service whose name starts with "serai".
   */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("SERAI_.*(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT_\\d+_(TCP|UDP|SCTP)(_.*)?)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  record Found(String text, Origin origin) {}

  /** The value given under this bare name; an empty variable counts as not given. */
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
   * @throws InvalidSettingException for the first name that looks like a setting and is none
   */
  void refuseUnknown() {
    for (String flag : flags.keySet()) {
      refuseUnknown("flag --" + flag, flag, key -> "--" + key);
    }
    for (String variable : new TreeSet<>(variables.keySet())) {
      if (variable.startsWith(VARIABLE_PREFIX)
          && isGiven(variable)
          && !OTHER_VARIABLES.contains(variable)) {
        refuseUnknownVariable(variable);
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
                            key -> PROPERTY_PREFIX + key)));
  }

  private static void refuseUnknown(String shown, String name, Function<String, String> spelling) {
    if (!ClusterKey.isMeant(name)) {
      refuse(shown, name, knownKeys(), spelling);
      return;
    }
    ClusterKey key =
        ClusterKey.of(name)
            .orElseThrow(
                () ->
                    new InvalidSettingException(
                        shown
                            + " is no setting; a cluster's is "
                            + spelling.apply("clusters.<name>.<key>")
                            + ", and its name a DNS label of at most 40 characters"));
    refuse(
        shown,
        key.key(),
        ClusterKey.known(),
        known -> spelling.apply(new ClusterKey(key.name(), known).bareName()));
  }

  private static void refuseUnknownVariable(String variable) {
    if (ClusterKey.isMeantByVariable(variable) && ClusterKey.ofVariable(variable).isPresent()) {
      return;
    }
    Optional<ClusterKey> nearest =
        ClusterKey.isMeantByVariable(variable)
            ? ClusterKey.nearVariable(variable)
            : Optional.empty();
    if (nearest.isPresent()) {
      String name = variable(nearest.get().bareName());
      throw new InvalidSettingException(
          "variable " + variable + " is no setting; did you mean " + name + "?");
    }
    List<String> names =
        new ArrayList<>(knownKeys().stream().map(SettingSources::variable).toList());
    names.addAll(OTHER_VARIABLES);
    refuse("variable " + variable, variable, names, name -> name);
  }

  /** The names of the clusters that something is given for: as in the file, then by name. */
  List<String> clusters() {
    Set<String> names = new LinkedHashSet<>();
    file.ifPresent(
        f ->
            f.entries().keySet().stream()
                .filter(property -> property.startsWith(PROPERTY_PREFIX))
                .map(property -> property.substring(PROPERTY_PREFIX.length()))
                .flatMap(name -> ClusterKey.of(name).stream())
                .forEach(key -> names.add(key.name())));
    flags.keySet().stream()
        .flatMap(name -> ClusterKey.of(name).stream())
        .map(ClusterKey::name)
        .sorted()
        .forEach(names::add);
    variables.keySet().stream()
        .filter(variable -> ClusterKey.isMeantByVariable(variable) && isGiven(variable))
        .flatMap(variable -> ClusterKey.ofVariable(variable).stream())
        .map(ClusterKey::name)
        .sorted()
        .forEach(names::add);
    return List.copyOf(names);
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

  private static void refuse(
      String shown, String name, Collection<String> known, Function<String, String> spelling) {
    if (!known.contains(name)) {
      throw new InvalidSettingException(
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
    return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
  }
}
