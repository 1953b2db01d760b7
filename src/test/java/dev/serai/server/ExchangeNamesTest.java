package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.GeneratedFile;
import dev.serai.exchange.ExchangeName;
import dev.serai.exchange.ExchangeNames;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That the names of properties and headers are the same in Java, in the routes and on the page. */
class ExchangeNamesTest {

  private static final Path ROUTES = Path.of("routes");
  private static final Path README = ROUTES.resolve("README.md");
  private static final Path JAVA = Path.of("src", "main", "java");
  private static final Pattern NAME = Pattern.compile("\\bSerai-?[A-Z][A-Za-z-]*(?![A-Za-z*-])");

  /** Those who set or read a name and are neither beans nor route files. */
  private static final Set<String> OTHERS =
      Set.of(
          "yours",
          "you",
          "direct:",
          "HTTP component",
          "serai dead",
          "HTTP clients",
          "receivers of callbacks");

  @Test
  void everyConstantIsInTheTableAndNoOther() throws IllegalAccessException {
    Set<String> constants = new TreeSet<>();
    for (Field field : ExchangeNames.class.getFields()) {
      if (field.getType() == String.class) {
        constants.add((String) field.get(null));
      }
    }
    assertThat(ExchangeNames.ALL)
        .extracting(ExchangeName::name)
        .hasSizeGreaterThan(40)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(constants);
  }

  @Test
  void noOtherClassSpellsANameItself() throws IOException {
    Set<String> constants = new TreeSet<>();
    ExchangeNames.ALL.forEach(name -> constants.add('"' + name.name() + '"'));
    List<Path> sources = files(JAVA, ".java");
    assertThat(sources).hasSizeGreaterThan(300);
    for (Path source : sources) {
      if (!source.endsWith("ExchangeNames.java")) {
        assertThat(Files.readString(source)).as("%s", source).doesNotContain(constants);
      }
    }
  }

  @Test
  void everyNameIsUsedByJavaOrByARoute() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path source : files(JAVA, ".java")) {
      if (!source.endsWith("ExchangeNames.java")) {
        all.append(Files.readString(source));
      }
    }
    Set<String> inRoutes = inRoutes().keySet();
    for (Field field : ExchangeNames.class.getFields()) {
      String use = "ExchangeNames." + field.getName();
      assertThat(
              field.getType() != String.class
                  || Pattern.compile(Pattern.quote(use) + "\\b").matcher(all).find()
                  || inRoutes.contains(text(field)))
          .as(use)
          .isTrue();
    }
  }

  @Test
  void theTableNamesTheRouteFilesThatUseAName() throws IOException {
    Map<String, Set<String>> used = inRoutes();
    assertThat(used).hasSizeGreaterThan(10);
    Map<String, Set<String>> reported = new TreeMap<>();
    for (ExchangeName name : ExchangeNames.ALL) {
      Set<String> files = new TreeSet<>();
      for (String who : who(name)) {
        if (who.endsWith(".yaml")) {
          files.add(who);
        } else {
          assertThat(OTHERS.contains(who) || RouteBeans.all().containsKey(who)).as(who).isTrue();
        }
      }
      if (!files.isEmpty()) {
        reported.put(name.name(), files);
      }
    }
    assertThat(reported).isEqualTo(used);
  }

  @Test
  void theClassesThatTheChecksKnowAreThoseOfTheTable() {
    assertThat(RouteBeans.values().properties())
        .isNotEmpty()
        .allSatisfy(
            (name, type) ->
                assertThat(ExchangeNames.ALL)
                    .anyMatch(
                        row -> row.name().equals(name) && row.type().equals(type.getSimpleName())));
  }

  @Test
  void theReadmePrintsTheTable() throws IOException {
    StringBuilder table = new StringBuilder("\n");
    table.append("| name | kept in | type | set by | read by | what it is |\n");
    table.append("| --- | --- | --- | --- | --- | --- |\n");
    for (ExchangeName name : ExchangeNames.ALL) {
      table.append(
          "| `%s` | %s | `%s` | %s | %s | %s |\n"
              .formatted(
                  name.name(),
                  name.kind().name().toLowerCase(Locale.ROOT),
                  name.type(),
                  name.setBy(),
                  name.readBy(),
                  name.meaning()));
    }
    GeneratedFile.requireEqual(
        README, "<!-- made by ExchangeNamesTest -->\n", "\n<!-- end -->", table.toString());
  }

  private static List<String> who(ExchangeName name) {
    List<String> all = new ArrayList<>(Arrays.asList(name.setBy().split(", ")));
    all.addAll(Arrays.asList(name.readBy().split(", ")));
    return all;
  }

  /** The shipped route files by the names that they use; comments and descriptions set aside. */
  private static Map<String, Set<String>> inRoutes() throws IOException {
    Map<String, Set<String>> found = new TreeMap<>();
    for (Path file : files(ROUTES, ".camel.yaml")) {
      String text =
          Files.readString(file)
              .replaceAll("(?m)^ *#.*$", "")
              .replaceAll("(?m)^( *)(description|message): *(>-\\n(\\1 +.*\\n)+|.*$)", "");
      NAME.matcher(text)
          .results()
          .forEach(
              match ->
                  found
                      .computeIfAbsent(match.group(), any -> new TreeSet<>())
                      .add(ROUTES.relativize(file).toString()));
    }
    return found;
  }

  private static String text(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }
}
