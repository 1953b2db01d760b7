package dev.serai.route;

import dev.serai.base.NearestName;
import dev.serai.route.RouteOutline.Named;
import dev.serai.route.RouteOutline.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.catalog.LanguageValidationResult;

/**
 * Checks route files against Camel's YAML schema and catalogue and against each other, without
 * starting anything. Thread-safe; the schema and the catalogue are read once.
 */
public final class RouteValidator {

  /** Names that Camel itself gives a value, whatever the settings are. */
  private static final String CAMEL_KEYS = "camel.";

  private final CamelCatalog catalog = new DefaultCamelCatalog(true);
  private final DslSchema schema = DslSchema.ofCamel();
  private final RouteVocabulary vocabulary;

  public RouteValidator(RouteVocabulary vocabulary) {
    this.vocabulary = Objects.requireNonNull(vocabulary, "vocabulary is null");
  }

  /**
   * What a check found.
   *
   * @param findings sorted by file and line
   */
  public record Result(int files, int routes, List<Finding> findings) {

    public Result {
      findings = List.copyOf(findings);
    }

    public boolean isGood() {
      return findings.isEmpty();
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

  /** Like {@link #validate}, with the numbers for a closing line. */
  public Result check(Path directory) {
    return check(
        new RouteFolder(directory, vocabulary.clusters()).read().values(), vocabulary, true);
  }

  /** What keeps files from being loaded; a missing description does not. */
  Result loadable(Collection<RouteFile> files, RouteVocabulary words) {
    return check(files, words, false);
  }

  RouteVocabulary vocabulary() {
    return vocabulary;
  }

  /** The outline of one file, whatever is wrong with it. */
  static RouteOutline outline(RouteFile file) {
    List<YamlNode> items = new ArrayList<>();
    file.texts()
        .forEach(text -> items.addAll(new YamlReader(file.path(), text, any -> {}).items()));
    return OutlineReader.read(file, items);
  }

  private synchronized Result check(
      Collection<RouteFile> files, RouteVocabulary words, boolean descriptions) {
    TreeSet<Finding> findings = new TreeSet<>();
    List<RouteOutline> outlines = new ArrayList<>();
    int routes = 0;
    EndpointCheck endpoints = new EndpointCheck(catalog, words);
    for (RouteFile file : files) {
      // what is wrong with one of its texts is wrong with all of them
      List<YamlNode> items =
          new YamlReader(file.path(), file.texts().get(0), findings::add).items();
      for (YamlNode item : items) {
        schema.check(
            item, (line, message) -> findings.add(new Finding(file.path(), line, message)));
      }
      RouteOutline outline = OutlineReader.read(file, items);
      RouteOutline whole = file.isForEachCluster() ? outline(file) : outline;
      outlines.add(whole);
      routes += whole.routes().size();
      RouteSetCheck.names(outline, descriptions, findings::add);
      outline.endpoints().forEach(use -> endpoints.check(use, findings::add));
      outline.scripts().forEach(script -> script(file, script, findings::add));
      placeholders(outline, words, findings::add);
    }
    new RouteSetCheck(words).check(outlines, findings::add);
    return new Result(files.size(), routes, List.copyOf(findings));
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
