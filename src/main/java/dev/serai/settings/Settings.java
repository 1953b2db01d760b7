package dev.serai.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The effective values of all settings, each with its origin. Immutable. */
public final class Settings {

  private final Map<Setting, SettingValue> values;
  private final Map<String, String> otherProperties;
  private final Path home;
  private final List<ClusterSettings> clusters;

  private Settings(
      Map<Setting, SettingValue> values,
      Map<String, String> otherProperties,
      Path home,
      List<ClusterSettings> clusters) {
    this.values = Collections.unmodifiableMap(new EnumMap<>(values));
    this.otherProperties = Collections.unmodifiableMap(otherProperties);
    this.home = home;
    this.clusters = List.copyOf(clusters);
  }

  /** As below, with the home that the launcher gives in the system property {@code serai.home}. */
  public static Settings resolve(
      Map<String, String> flags, Map<String, String> variables, Optional<Path> file) {
    return resolve(flags, variables, file, Path.of(System.getProperty("serai.home", "")));
  }

  /**
   * Flags beat variables, variables beat the file, the file beats the defaults.
   *
   * @param flags by the setting's bare name, such as {@code cleanup-interval}
   * @param variables all of the process's environment variables
   * @param file a properties file; keys outside {@code serai.} are kept for Camel and integrators
   * @param home the folder that defaults and relative paths in the file start from; those in flags
   *     and variables start from the working directory
   * @throws InvalidSettingException for an unknown name, a bad value, or values that contradict
   *     each other
   */
  public static Settings resolve(
      Map<String, String> flags, Map<String, String> variables, Optional<Path> file, Path home) {
    SettingSources sources = new SettingSources(flags, variables, file.map(PropertiesFile::read));
    sources.refuseUnknown();
    Map<Setting, SettingValue> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      values.put(setting, value(setting, sources));
    }
    Map<String, String> others = new LinkedHashMap<>();
    sources
        .file()
        .ifPresent(
            f ->
                f.entries()
                    .forEach(
                        (key, entry) -> {
                          if (!key.startsWith("serai.")) {
                            others.put(key, entry.value());
                          }
                        }));
    Path absoluteHome = home.toAbsolutePath().normalize();
    List<ClusterSettings> clusters =
        sources.clusters().stream()
            .map(name -> ofCluster(name, sources, values, others, absoluteHome))
            .toList();
    Settings settings = new Settings(values, others, absoluteHome, clusters);
    SettingsValidator.refuse(settings);
    return settings;
  }

  private static ClusterSettings ofCluster(
      String name,
      SettingSources sources,
      Map<Setting, SettingValue> all,
      Map<String, String> others,
      Path home) {
    Map<Setting, SettingValue> own = new EnumMap<>(all);
    for (Setting setting : Setting.values()) {
      if (setting.isOfCluster()) {
        ownValue(name, setting, sources)
            .or(() -> setting.namesOneCluster() ? byDefault(setting) : Optional.empty())
            .ifPresent(value -> own.put(setting, value));
      }
    }
    Settings settings = new Settings(own, others, home, List.of());
    SettingsValidator.refuse(settings);
    return ClusterSettings.read(name, sources, settings);
  }

  /** The clusters that are set one by one; empty where there is but one. */
  public List<ClusterSettings> clusters() {
    return clusters;
  }

  /** The value as it was given, also that of a secret. */
  public String text(Setting setting) {
    return value(setting).text();
  }

  /** The value as it was given, unless it is empty. */
  public Optional<String> optional(Setting setting) {
    return Optional.of(text(setting)).filter(text -> !text.isEmpty());
  }

  public Duration duration(Setting setting) {
    return content(setting, Duration.class);
  }

  /** The value of an {@link SettingType#INT} or a {@link SettingType#PORT}. */
  public int number(Setting setting) {
    return content(setting, Integer.class);
  }

  /** The value of a {@link SettingType#SIZE}. */
  public long bytes(Setting setting) {
    return content(setting, Long.class);
  }

  public boolean flag(Setting setting) {
    return content(setting, Boolean.class);
  }

  /** The absolute path. */
  public Path path(Setting setting) {
    return optionalPath(setting)
        .orElseThrow(() -> new IllegalStateException(setting.key() + " is empty"));
  }

  /** The absolute path, unless the setting is empty. */
  public Optional<Path> optionalPath(Setting setting) {
    Path path = content(setting, Path.class);
    return path.toString().isEmpty() ? Optional.empty() : Optional.of(absolute(setting, path));
  }

  /** The absolute path of the file that a secret was read from, by its {@code -file} setting. */
  public Optional<Path> secretFile(Setting setting) {
    return value(setting).file();
  }

  /** Where in KMS the value of a secret is, if its text says so. */
  public Optional<KmsReference> kmsReference(Setting setting) {
    return setting.secret()
        ? KmsReference.of(setting, text(setting), origin(setting))
        : Optional.empty();
  }

  /** The same with other texts for some settings, such as secrets that KMS has. */
  public Settings withValues(Map<Setting, String> texts) {
    Map<Setting, SettingValue> changed = new EnumMap<>(values);
    texts.forEach(
        (setting, text) -> changed.put(setting, SettingValue.read(setting, text, origin(setting))));
    return new Settings(changed, otherProperties, home, clusters);
  }

  public Origin origin(Setting setting) {
    return value(setting).origin();
  }

  /** The value for people's eyes: a mask in place of a secret. */
  public String shown(Setting setting) {
    return value(setting).masked();
  }

  /** The folder of the program: where its shipped folders are. */
  public Path home() {
    return home;
  }

  /**
   * All settings but secrets, for the placeholders in routes: durations in milliseconds, which
   * Camel's options take wherever they take a duration; sizes in bytes; paths absolute.
   */
  public Map<String, String> asProperties() {
    Map<String, String> properties = new TreeMap<>();
    for (Setting setting : Setting.values()) {
      if (!setting.secret()) {
        properties.put(setting.property(), property(setting));
      }
    }
    return properties;
  }

  /** The file's keys outside {@code serai.}, in the file's order. */
  public Map<String, String> otherProperties() {
    return otherProperties;
  }

  private String property(Setting setting) {
    return switch (setting.type()) {
      case DURATION -> Long.toString(duration(setting).toMillis());
      case SIZE -> Long.toString(bytes(setting));
      case PATH -> optionalPath(setting).map(Path::toString).orElse("");
      case STRING, CHOICE, INT, PORT, BOOLEAN, URI -> text(setting);
    };
  }

  private Path absolute(Setting setting, Path path) {
    if (path.startsWith("~")) {
      return Path.of(System.getProperty("user.home")).resolve(Path.of("~").relativize(path));
    }
    return switch (origin(setting).kind()) {
      case FLAG, VARIABLE, WELL_KNOWN -> path.toAbsolutePath().normalize();
      case FILE, DEFAULT -> home.resolve(path).normalize();
    };
  }

  @Override
  public String toString() {
    return values.values().toString();
  }

  private SettingValue value(Setting setting) {
    return values.get(setting);
  }

  private <T> T content(Setting setting, Class<T> type) {
    Object content = value(setting).content();
    if (!type.isInstance(content)) {
      throw new IllegalArgumentException(
          setting.key() + " is a " + setting.type() + ", not a " + type.getSimpleName());
    }
    return type.cast(content);
  }

  private static SettingValue value(Setting setting, SettingSources sources) {
    return given(setting, setting.key(), sources)
        .or(
            () ->
                WellKnownVariables.find(setting, sources.variables())
                    .map(found -> SettingValue.read(setting, found.text(), found.origin())))
        .or(() -> byDefault(setting))
        .orElseThrow();
  }

  private static Optional<SettingValue> ownValue(
      String cluster, Setting setting, SettingSources sources) {
    return given(setting, new ClusterKey(cluster, setting.key()).bareName(), sources);
  }

  private static Optional<SettingValue> byDefault(Setting setting) {
    return Optional.of(SettingValue.read(setting, setting.defaultText(), Origin.BY_DEFAULT));
  }

  /** The value given under this name, or in the file that its {@code -file} names. */
  private static Optional<SettingValue> given(
      Setting setting, String name, SettingSources sources) {
    Optional<SettingSources.Found> direct = sources.find(name);
    Optional<SettingSources.Found> file =
        setting.fileKey().flatMap(any -> sources.find(name + "-file"));
    if (direct.isPresent() && file.isPresent()) {
      throw new InvalidSettingException(
          "%s (%s) and %s-file (%s) are both given; give one"
              .formatted(name, direct.get().origin(), name, file.get().origin()));
    }
    return direct
        .map(found -> SettingValue.read(setting, found.text(), found.origin()))
        .or(() -> file.map(found -> secret(setting, name, found)));
  }

  private static SettingValue secret(Setting setting, String name, SettingSources.Found found) {
    try {
      Path file = Path.of(found.text()).toAbsolutePath();
      return SettingValue.read(setting, SecretFile.read(file), found.origin()).from(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidSettingException(
          "%s-file is \"%s\" (%s), which can't be read: %s"
              .formatted(name, found.text(), found.origin(), reason(e)),
          e);
    }
  }

  private static String reason(Exception e) {
    return e.getClass().getSimpleName();
  }
}
