package dev.serai.route;

import dev.serai.base.NearestName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.tooling.model.ArtifactModel;

/**
 * Which of Camel's components, data formats and languages are on the class path. Camel's catalogue
 * lists all that exist; only those of jars that are shipped or were added can run.
 */
final class ShippedParts {

  /** The folder in which a jar lists its parts. */
  private static final String SERVICES = "META-INF/services/org/apache/camel/";

  private static final String LANGUAGES = "org.apache.camel.model.language.";
  private static final String DATA_FORMATS = "org.apache.camel.model.dataformat.";
  private static final String KAMELET = "org.apache.camel.model.KameletDefinition";

  /** More names than this with a common prefix are shown as one. */
  private static final int FEW = 3;

  private enum Kind {
    COMPONENT("component"),
    DATA_FORMAT("dataformat"),
    LANGUAGE("language");

    private final String folder;

    Kind(String folder) {
      this.folder = folder;
    }
  }

  private final CamelCatalog catalog;
  private final Map<String, Boolean> there = new ConcurrentHashMap<>();
  private final Map<Kind, String> shown = new ConcurrentHashMap<>();
  private final Map<Kind, Map<String, List<String>>> byModel = new ConcurrentHashMap<>();

  ShippedParts(CamelCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Why a part of a route can't run, if its definition in Camel's YAML schema is a data format, a
   * language, or a Kamelet.
   *
   * @param key the key of the part
   */
  Optional<String> problem(String definition, String key, YamlNode value) {
    if (definition.startsWith(DATA_FORMATS)) {
      return dataFormatProblem(key, text(value, "library"));
    }
    if (definition.equals(KAMELET)) {
      return componentProblem("kamelet");
    }
    if (!definition.startsWith(LANGUAGES) || definition.endsWith(".ExpressionDefinition")) {
      return Optional.empty();
    }
    String language = key.equals("language") ? text(value, "language") : key;
    return language.isEmpty() || language.contains("{{")
        ? Optional.empty()
        : languageProblem(language);
  }

  private static String text(YamlNode value, String key) {
    return value instanceof YamlNode.Mapping mapping
        ? mapping.scalar(key).map(YamlNode.Scalar::text).orElse("")
        : "";
  }

  /** Why a component can't run; empty when it is on the class path. */
  Optional<String> componentProblem(String scheme) {
    if (isThere(Kind.COMPONENT, scheme)) {
      return Optional.empty();
    }
    TreeSet<String> names = new TreeSet<>(catalog.findComponentNames());
    return Optional.of(
        names.contains(scheme)
            ? notShipped(
                Kind.COMPONENT, "the component `" + scheme + "`", catalog.componentModel(scheme))
            : "unknown component `" + scheme + "`" + NearestName.hint(scheme, names));
  }

  /**
   * Why a data format can't run; empty when it is on the class path.
   *
   * @param key as written in {@code marshal} and {@code unmarshal}
   * @param library the implementation, where there are several; else empty
   */
  private Optional<String> dataFormatProblem(String key, String library) {
    if (key.equals("custom")) {
      return Optional.empty();
    }
    List<String> names =
        models(Kind.DATA_FORMAT).getOrDefault(key, List.of(key)).stream()
            .filter(name -> matches(name, key, library))
            .toList();
    return names.stream().anyMatch(name -> isThere(Kind.DATA_FORMAT, name))
        ? Optional.empty()
        : Optional.of(
            notShipped(
                Kind.DATA_FORMAT,
                "the data format `" + (library.isEmpty() ? key : key + "` with `" + library) + "`",
                names.isEmpty() ? null : catalog.dataFormatModel(names.get(0))));
  }

  /** Why an expression language can't run; empty when it is on the class path. */
  private Optional<String> languageProblem(String key) {
    List<String> names = models(Kind.LANGUAGE).getOrDefault(key, List.of(key));
    return names.stream().anyMatch(name -> isThere(Kind.LANGUAGE, name))
        ? Optional.empty()
        : Optional.of(
            notShipped(
                Kind.LANGUAGE, "the language `" + key + "`", catalog.languageModel(names.get(0))));
  }

  /** {@code json} is Jackson's, unless it names another library. */
  private static boolean matches(String name, String key, String library) {
    String wanted = library.isEmpty() && key.equals("json") ? "jackson" : library;
    return wanted.isEmpty()
        || name.toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
  }

  private String notShipped(Kind kind, String what, ArtifactModel<?> model) {
    String jar =
        model == null || model.getArtifactId() == null
            ? ""
            : "; add " + model.getArtifactId() + " to the folder ext, or use another";
    return what + " is not shipped" + jar + "; there are " + shown(kind);
  }

  private boolean isThere(Kind kind, String name) {
    return there.computeIfAbsent(
        SERVICES + kind.folder + "/" + name,
        path -> ShippedParts.class.getClassLoader().getResource(path) != null);
  }

  /** All names on the class path, with families such as {@code kubernetes-*} shown as one. */
  private String shown(Kind kind) {
    return shown.computeIfAbsent(
        kind,
        any -> {
          Map<String, List<String>> families = new TreeMap<>();
          names(kind).stream()
              .filter(name -> isThere(kind, name))
              .forEach(
                  name ->
                      families
                          .computeIfAbsent(name.replaceFirst("-.*", ""), f -> new ArrayList<>())
                          .add(name));
          return String.join(
              ", ",
              families.entrySet().stream()
                  .flatMap(
                      family ->
                          family.getValue().size() > FEW
                              ? Stream.of(family.getKey() + "-*")
                              : family.getValue().stream())
                  .toList());
        });
  }

  private List<String> names(Kind kind) {
    return switch (kind) {
      case COMPONENT -> catalog.findComponentNames();
      case DATA_FORMAT -> catalog.findDataFormatNames();
      case LANGUAGE -> catalog.findLanguageNames();
    };
  }

  /** Names by the key of the DSL: {@code json} is {@code jackson}, {@code gson} and others. */
  private Map<String, List<String>> models(Kind kind) {
    return byModel.computeIfAbsent(
        kind,
        any -> {
          Function<String, String> key =
              kind == Kind.LANGUAGE
                  ? name -> catalog.languageModel(name).getModelName()
                  : name -> catalog.dataFormatModel(name).getModelName();
          Map<String, List<String>> found = new TreeMap<>();
          names(kind)
              .forEach(
                  name -> found.computeIfAbsent(key.apply(name), k -> new ArrayList<>()).add(name));
          return found;
        });
  }
}
