package dev.serai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The index of the integration tests is made of their Javadoc, and holds each of them. */
class IntegrationTestIndexTest {

  private static final Pattern JAVADOC =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@.*\\s+)*(?:public )?(?:final )?class ",
          Pattern.DOTALL);
  private static final String HEAD =
      """
      # Integration tests

      These tests need a real cluster (`KUBECONFIG`), RabbitMQ or PostgreSQL: `mvn verify -Pcluster`, or one of them by
      `mvn verify -Pcluster -DskipUnitTests -Dit.test=<name>`. Those marked *by name only* take several minutes and run only when they are named.
      A test keeps this page equal to the Javadoc of the classes; `-Dserai.generated.write=true` rewrites it.

      | test | what it shows |
      | --- | --- |
      """;

  @Test
  void holdsALineForEachIntegrationTest() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    List<Path> tests;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      tests = files.filter(file -> file.toString().endsWith("IT.java")).sorted().toList();
    }
    assertThat(tests).hasSizeGreaterThan(10);

    String rows = tests.stream().map(test -> row(test, pom)).collect(Collectors.joining());
    GeneratedFile.requireEqual(Path.of("src", "docs", "integration-tests.md"), HEAD + rows);
  }

  private static String row(Path test, String pom) {
    String name = test.getFileName().toString();
    String mark = pom.contains("<exclude>**/" + name) ? " *(by name only)*" : "";
    String path = Path.of("src/docs").relativize(test).toString();
    return "| [%s](%s)%s | %s |%n".formatted(name.replace(".java", ""), path, mark, javadoc(test));
  }

  private static String javadoc(Path test) {
    try {
      Matcher found = JAVADOC.matcher(Files.readString(test));
      assertThat(found.find()).as("Javadoc of " + test).isTrue();
      return found
          .group(1)
          .replaceAll("\\n \\*", " ")
          .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
          .replaceAll("\\s+", " ")
          .strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
