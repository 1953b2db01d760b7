package dev.serai.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.environment.Env;
import dev.serai.environment.FileProblem;
import dev.serai.instance.RequestRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodTemplatesTest {

  private static final String GOOD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {labels: {a: b}}
      spec:
        containers:
          - name: main
      """;

  @TempDir private Path folder;
  private PodTemplates templates;

  @BeforeEach
  void open() {
    templates = PodTemplates.open(folder);
  }

  @AfterEach
  void close() {
    templates.close();
  }

  @Test
  void aTemplateIsFoundByTheNameOfItsFile() throws Exception {
    write("mine.yaml", GOOD);

    assertThat(templates.names()).containsExactly("mine");
    assertThat(templates.find("mine").orElseThrow().manifest().getMetadata().getLabels())
        .containsEntry("a", "b");
  }

  @Test
  void whoeverChangesAManifestChangesACopy() throws Exception {
    write("mine.yaml", GOOD);
    templates.find("mine").orElseThrow().manifest().getSpec().getContainers().clear();

    assertThat(templates.find("mine").orElseThrow().hasContainer("main")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/etc/passwd", "mine.yaml", "./mine", "MINE", "", "x/../mine"})
  void aNameIsNeverAPath(String name) throws Exception {
    Files.writeString(folder.resolveSibling("x.yaml"), GOOD);
    write("mine.yaml", GOOD);

    assertThat(templates.find(name)).isEmpty();
    Env env = environmentWith(name);
    assertThatThrownBy(() -> templates.require(env))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(400))
        .hasMessageContaining("which is not there; there are [mine]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          kind: Pod                | kind: Deployment          | 2 | kind is not Pod
          apiVersion: v1           | apiVersion: v2            | 1 | apiVersion is not v1
          kind: Pod                | knd: Pod                  | 1 | kind is required
          - name: main             | - name: other             | 6 | spec.containers[0] needs image
          - name: main             | - {name: o, image: i}     | 6 | spec.containers has no container named main
          - name: main             | - image: x                | 6 | spec.containers[0] needs name
          - name: main             | - main                    | 6 | spec.containers[0] is not what a pod has there
          containers:              | containres:               | 5 | spec needs containers
          - name: main             | - {name: main, imag: x}   | 6 | key that a pod does not know: "imag"
          - name: main             | - {name: main, ports: 80} | 6 | spec.containers[0].ports is not what a pod has there
          - name: main             | - {name: main, tty: perhaps} | 6 | is not what a pod has there
          spec:                    | extra: 1\\nspec:          | 4 | key that a pod does not know: "extra"
          metadata: {labels: {a: b}} | metadata: {labels: {a: b | 4 | is not valid YAML
          """)
  void aBrokenTemplateIsRefusedWithItsLineAndTheLastGoodOneStays(
      String from, String to, int line, String reason) throws Exception {
    write("mine.yaml", GOOD);
    write("mine.yaml", GOOD.replace(from, to.replace("\\n", "\n")));

    assertThat(templates.problems()).hasSize(1);
    FileProblem problem = templates.problems().get(0);
    assertThat(problem.reason()).contains(reason);
    assertThat(problem.line()).isEqualTo(line);
    assertThat(problem.toString()).startsWith(folder.resolve("mine.yaml") + ":" + line + ": ");
    assertThat(templates.find("mine")).isPresent();
  }

  @Test
  void twoContainersOfOneNameAreRefused() throws Exception {
    write("mine.yaml", GOOD + "    - name: main\n");
    assertThat(templates.problems().get(0).line()).isEqualTo(7);
    assertThat(templates.problems().get(0).reason()).contains("the name of two containers");
  }

  @Test
  void aDualTemplateNeedsItsSecondContainer() throws Exception {
    write("dualContainer.yaml", GOOD);
    write("other.yaml", GOOD.replace("a: b", "template-type: dualContainer"));

    assertThat(templates.problems())
        .hasSize(2)
        .allMatch(p -> p.reason().contains("has no container named second") && p.line() == 6);

    write("dualContainer.yaml", GOOD + "    - name: second\n");
    assertThat(templates.names()).containsExactly("dualContainer");
  }

  @Test
  void theTemplatesThatShipAreGood() {
    try (PodTemplates shipped = PodTemplates.open(Path.of("config/pod-templates"))) {
      assertThat(shipped.problems()).isEmpty();
      assertThat(shipped.names()).containsExactly("dualContainer", "singleContainer");
    }
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
    templates.refresh();
  }

  private static Env environmentWith(String template) {
    Env env = Plans.env();
    Env.PodSettings pod = env.pod();
    return new Env(
        env.ref(),
        env.about(),
        env.main(),
        env.second(),
        new Env.PodSettings(
            template,
            pod.ttl(),
            pod.terminationGrace(),
            pod.labels(),
            pod.sections(),
            pod.simulation()));
  }
}
