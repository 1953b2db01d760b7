package dev.serai.route;

import dev.serai.base.NearestName;
import dev.serai.route.RouteOutline.Named;
import dev.serai.route.RouteOutline.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.LanguageValidationResult;

/**
 * Checks route files against Camel's YAML schema and catalogue, against the class path, and against
 * each other, without starting anything. Thread-safe; the schema and the catalogue are read once.
 */
public final class RouteValidator {

  /** Placeholders that Camel itself defines, whatever the settings are. */
  private static final String CAMEL_KEYS = "camel.";

  private final CamelCatalog catalog = new DefaultCamelCatalog(true);
  private final ShippedParts parts = new ShippedParts(catalog);
  private final DslSchema schema = DslSchema.ofCamel(parts);
  private final ShippedRoutes shipped = ShippedRoutes.load();
  private final RouteVocabulary vocabulary;

  public RouteValidator(RouteVocabulary vocabulary) {
    this.vocabulary = Objects.requireNonNull(vocabulary, "vocabulary is null");
  }

  /**
   * The result of a check.
   *
   * @param findings errors, sorted by file and line
   * @param warnings probable mistakes, which do not prevent loading
   */
  public record Result(int files, int routes, List<Finding> findings, List<Finding> warnings) {

    public Result {
      findings = List.copyOf(findings);
      warnings = List.copyOf(warnings);
    }

    public boolean isGood() {
      return findings.isEmpty();
    }

    private Result with(List<Finding> found) {
      return new Result(files, routes, found, warnings);
    }
  }

  /**
   * Checks every {@code *.camel.yaml} file in the directory and its folders.
   *
   * @throws java.io.UncheckedIOException when the directory can't be read
   */
  public List<Finding> validate(Path directory) {
    return check(directory).findings();
  }

  /** Like {@link #validate}, with the numbers for a closing line, and with warnings. */
  public Result check(Path directory) {
    return check(directory, vocabulary);
  }

  /**
   * Like {@link #check(Path)}; when it finds no error, Camel loads the files as well, without
   * starting them, in a temporary context with the beans, components and properties of this one.
   *
   * @param engine whose files of {@code engines/} are loaded
   */
  public Result check(Path directory, CamelContext context, String engine) {
    RouteFolder.Contents found = new RouteFolder(directory, vocabulary.clusters()).read();
    Result result = check(found, vocabulary);
    return result.isGood()
        ? result.with(new RouteRehearsal(context).findings(found.routesOf(engine).values()))
        : result;
  }

  /** Validates another folder with its own vocabulary. */
  Result check(Path directory, RouteVocabulary words) {
    return check(new RouteFolder(directory, words.clusters()).read(), words);
  }

  private Result check(RouteFolder.Contents found, RouteVocabulary words) {
    Result result = check(found.routes().values(), words, true);
    List<Finding> warnings = new ArrayList<>(result.warnings());
    found.ignored().forEach(path -> warnings.add(ignored(path)));
    return new Result(result.files(), result.routes(), result.findings(), warnings);
  }

  /** The warning about a file in the routes directory that is not read. */
  static Finding ignored(Path path) {
    return new Finding(path, 0, "is not read: the name of a route file ends in .camel.yaml");
  }

  /** Errors that prevent loading, which a missing description is not. */
  Result loadable(Collection<RouteFile> files, RouteVocabulary words) {
    return check(files, words, false);
  }

  /** Probable mistakes in a set of files. */
  List<Finding> warnings(Collection<RouteFile> files) {
    TreeSet<Finding> warnings = new TreeSet<>();
    files.forEach(file -> JavaCheck.names(file.parsed().first(), warnings::add));
    warnings.addAll(shipped.missingFrom(files.stream().map(RouteFile::outline).toList()));
    return List.copyOf(warnings);
  }

  RouteVocabulary vocabulary() {
    return vocabulary;
  }

  private synchronized Result check(
      Collection<RouteFile> files, RouteVocabulary words, boolean descriptions) {
    TreeSet<Finding> findings = new TreeSet<>();
    List<RouteOutline> outlines = files.stream().map(RouteFile::outline).toList();
    EndpointCheck endpoints = new EndpointCheck(catalog, parts, components(words, outlines));
    for (RouteFile file : files) {
      findings.addAll(file.parsed().findings());
      DslSchema.Report report =
          (line, message) -> findings.add(new Finding(file.path(), line, message));
      file.parsed().items().forEach(item -> schema.check(item, report));
      new SimplePaths(words.beans().orElse(Map.of()), words.values(), report)
          .check(file.parsed().items());
      RouteOutline outline = file.parsed().first();
      RouteSetCheck.names(outline, descriptions, findings::add);
      outline.endpoints().forEach(use -> endpoints.check(use, findings::add));
      outline.scripts().forEach(script -> script(file, script, findings::add));
      placeholders(outline, words, findings::add);
      JavaCheck.classes(outline, findings::add);
    }
    TemplatedRoutes templated = new TemplatedRoutes(outlines);
    for (RouteOutline outline : outlines) {
      templated
          .endpoints(outline, findings::add)
          .forEach(use -> endpoints.check(use, findings::add));
    }
    new RouteSetCheck(words).check(outlines, findings::add);
    int routes = outlines.stream().mapToInt(outline -> outline.routes().size()).sum();
    return new Result(files.size(), routes, List.copyOf(findings), warnings(files));
  }

  /** Names of components with unknown options: those that are bound as beans. */
  private static Set<String> components(RouteVocabulary words, List<RouteOutline> outlines) {
    Set<String> names = new HashSet<>(words.schemes());
    outlines.forEach(
        outline -> outline.references().declared().forEach(bean -> names.add(bean.name())));
    return names;
  }

  private void script(RouteFile file, Script script, Consumer<Finding> findings) {
    ClassLoader classes = RouteValidator.class.getClassLoader();
    LanguageValidationResult result =
        script.predicate()
            ? catalog.validateLanguagePredicate(classes, "simple", script.text())
            : catalog.validateLanguageExpression(classes, "simple", script.text());
    if (!result.isSuccess()) {
      String error = result.getShortError() == null ? result.getError() : result.getShortError();
      findings.accept(
          new Finding(
              file.path(),
              script.line(),
              "`" + script.text().strip() + "` is not valid simple: " + error.strip()));
    }
  }

  private static void placeholders(
      RouteOutline outline, RouteVocabulary words, Consumer<Finding> findings) {
    words
        .properties()
        .ifPresent(
            known -> {
              for (Named use : outline.placeholders()) {
                if (!use.name().startsWith(CAMEL_KEYS) && !known.contains(use.name())) {
                  findings.accept(
                      new Finding(
                          outline.file().path(),
                          use.line(),
                          "no setting is called `"
                              + use.name()
                              + "`"
                              + NearestName.hint(use.name(), known)));
                }
              }
            });
  }
}
