package dev.serai.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.instance.EnvRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvFolderTest {

  private static final EnvRef A1 = new EnvRef("a", "1");

  @TempDir private Path folder;
  private FolderEnvCatalogue catalogue;

  @BeforeEach
  void open() {
    catalogue = FolderEnvCatalogue.open(folder);
  }

  @AfterEach
  void close() {
    catalogue.close();
  }

  @Test
  void readsEveryKeyOfAFile() throws Exception {
    write(
        "full.yaml",
        """
        name: Ünï code
        version: 1.10
        description: all of it
        image: registry.example.com:5000/team/box@sha256:abc
        secondImage: data:1
        imagePrefix: registry.example.com/data
        secondCommand: [fetch]
        command: [run, "--fast"]
        arguments: ["a b", ""]
        environmentVariables: {TOKEN: s3cret, EMPTY: "", NUMBER: 007, FLAG: yes}
        ports:
          - 8081
          - {name: http, port: 80, protocol: UDP}
        resources: {cpu: 0.5, memory: 1Gi}
        podTemplate: dualContainer
        ttl: 1h30m
        terminationGrace: 1500ms
        tags: [x]
        labels: {team: rl}
        simulation: {runFor: 2s, exitCode: 3, log: [one], logEvery: 10ms, unschedulable: true, imageError: ErrImagePull, failingAttempts: 2}
        """);

    Env env = catalogue.find(new EnvRef("Ünï code", "1.10")).orElseThrow();

    assertThat(catalogue.problems()).isEmpty();
    assertThat(env.about().description()).isEqualTo("all of it");
    assertThat(env.main().image()).isEqualTo("registry.example.com:5000/team/box@sha256:abc");
    assertThat(env.second().image()).isEqualTo("data:1");
    assertThat(env.second().imagePrefix()).isEqualTo("registry.example.com/data");
    assertThat(env.second().command()).containsExactly("fetch");
    assertThat(env.main().command()).containsExactly("run", "--fast");
    assertThat(env.main().arguments()).containsExactly("a b", "");
    assertThat(env.main().environmentVariables())
        .containsEntry("TOKEN", "s3cret")
        .containsEntry("EMPTY", "")
        .containsEntry("NUMBER", "007")
        .containsEntry("FLAG", "yes");
    assertThat(env.main().ports()).containsExactly(Port.tcp(8081), new Port("http", 80, "UDP"));
    assertThat(env.main().resources()).isEqualTo(new Resources("0.5", "1Gi"));
    assertThat(env.pod().template()).isEqualTo("dualContainer");
    assertThat(env.pod().ttl().orElseThrow().text()).isEqualTo("1h30m");
    assertThat(env.pod().terminationGrace()).contains(Duration.ofMillis(1500));
    assertThat(env.about().tags()).containsExactly("x");
    assertThat(env.pod().labels()).containsEntry("team", "rl");
    assertThat(env.pod().simulation())
        .contains(
            new Simulation(
                Optional.of(Duration.ofSeconds(2)),
                3,
                java.util.List.of("one"),
                Duration.ofMillis(10),
                true,
                "ErrImagePull",
                "2"));
    assertThat(env.toString()).contains("Ünï code@1.10").doesNotContain("s3cret");
  }

  @Test
  void aFileNeedsNoMoreThanNameVersionAndImage() throws Exception {
    write("a.yaml", minimal("a", "1"));

    Env env = catalogue.find(A1).orElseThrow();

    assertThat(env.pod().template()).isEqualTo("singleContainer");
    assertThat(env.second().imagePrefix()).isEqualTo("docker.io/library/aenv");
    assertThat(env.main().resources()).isEqualTo(Resources.OF_TEMPLATE);
    assertThat(env.pod().ttl()).isEmpty();
    assertThat(env.about().updatedAt())
        .isEqualTo(Files.getLastModifiedTime(folder.resolve("a.yaml")).toInstant());
  }

  /** The broken line always stands in line 4, after a name, a version and an image. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          comand: [x]                        | unknown key "comand"; did you mean command?
          ttls: 5m                           | did you mean ttl?
          env: {A: b}                        | unknown key "env"; did you mean environmentVariables?
          args: [x]                          | did you mean arguments?
          zzz: 1                             | unknown key "zzz"; known are name, version
          name: again                        | "name" twice
          ttl: 600                           | ttl "600" is not a duration
          ttl: 1d                            | ttl "1d" is not a duration
          ttl: -5m                           | has a sign
          image: [x]                         | "image" twice
          ports: [70000]                     | port 70000 is not between 1 and 65535
          ports: [http]                      | ports[0] is not a whole number
          ports: 80                          | ports is not a list
          ports: [{name: UPPER, port: 1}]    | port name "UPPER"
          ports: [{name: x}]                 | ports[0] needs port
          ports: [{port: 1, protcol: TCP}]   | did you mean protocol?
          ports: [{port: 1, protocol: ICMP}] | "ICMP" is none of TCP, UDP, SCTP
          resources: {cpu: lots}             | cpu "lots" is not a quantity
          resources: {cpu: 0}                | cpu "0" is less than 1m
          resources: {cpu: -1}               | cpu "-1" is not a quantity
          resources: {memory: 256}           | memory "256" is less than 1Mi
          resources: {memory: 100m}          | memory "100m" is less than 1Mi
          resources: {memory: 1GB}           | memory "1GB" is not a quantity
          resources: {disk: 1Gi}             | unknown key "resources.disk"
          resources: 5                       | resources is not a mapping
          command: run                       | command is not a list
          command: [[x]]                     | command[0] is not text
          command: [~]                       | command[0] has no value
          environmentVariables: [A]          | environmentVariables is not a mapping
          environmentVariables: {"1A": x}    | environment_variables has the name "1A"
          environmentVariables: {A: }        | environmentVariables.A has no value
          environmentVariables: {A: [s3cret]} | environmentVariables.A is not text
          labels: {serai.dev/x: y}           | is reserved
          secondImage: "two words"           | secondImage is not the name of an image
          imagePrefix: ""                    | imagePrefix is not the name of an image
          terminationGrace: soon             | "soon" is not a duration
          simulation: {exitCode: 300}        | exitCode 300 is not between 0 and 255
          simulation: {failingAttempts: two} | failingAttempts is neither a number nor a variable
          simulation: {unschedulable: maybe} | simulation.unschedulable is neither true nor false
          simulation: {runsFor: 1s}          | did you mean runFor?
          description: {a: b}                | description is not text
          ? [a]                              | key that is not text
          description: "open                 | is not valid YAML
          description: a: b                  | is not valid YAML
          description: *nowhere              | is not valid YAML
          """)
  void aBrokenFileIsRefusedWithItsLineAndReason(String line, String reason) throws Exception {
    write("a.yaml", minimal("a", "1"));
    write("a.yaml", minimal("a", "1") + line + "\n");

    FileProblem problem = onlyProblem();
    assertThat(problem.file()).isEqualTo(folder.resolve("a.yaml"));
    assertThat(problem.reason()).contains(reason).doesNotContain("s3cret");
    assertThat(problem.line()).isBetween(4, reason.contains("valid YAML") ? 5 : 4);
    assertThat(catalogue.find(A1)).as("the last good one").isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          ''                          | 0 | is empty
          '- a'                       | 1 | is not a mapping
          'name: a'                   | 1 | version is required
          'name: a@b\\nversion: 1'    | 1 | is not of the form name@version
          'name: a\\nversion: 1'      | 1 | image is required
          'name: a\\nversion: 1\\nimage: " "' | 3 | image is not the name of an image
          'name: a\\n---\\nname: b'   | 0 | has 2 documents
          """)
  void aFileThatIsNoEnvironmentIsRefused(String text, int line, String reason) throws Exception {
    write("a.yaml", text.replace("\\n", "\n"));

    assertThat(onlyProblem().reason()).contains(reason);
    assertThat(onlyProblem().line()).isEqualTo(line);
    assertThat(catalogue.all()).isEmpty();
  }

  @Test
  void aliasesDoNotBlowUp() throws Exception {
    write(
        "a.yaml", "tags: &a [x, x]\nlabels: &b {k: *a}\ncommand: [*a, *a, *a]\nports: [*b, *b]\n");

    assertThat(catalogue.problems()).hasSize(1);
  }

  @Test
  void textThatIsNotUtf8IsRefused() throws Exception {
    Files.write(folder.resolve("a.yaml"), new byte[] {'n', ':', ' ', (byte) 0xff});
    catalogue.refresh();

    assertThat(onlyProblem().reason()).isEqualTo("is not UTF-8 text");
  }

  @Test
  void aBrokenFileIsUsedAgainOnceItIsMended() throws Exception {
    write("a.yaml", minimal("a", "1"));
    write("a.yaml", "broken: [");
    assertThat(catalogue.problems()).hasSize(1);

    write("a.yaml", minimal("a", "1") + "description: mended\n");

    assertThat(catalogue.problems()).isEmpty();
    assertThat(catalogue.find(A1).orElseThrow().about().description()).isEqualTo("mended");
  }

  @Test
  void theSecondFileWithTheSameNameAndVersionIsRefused() throws Exception {
    write("m.yaml", minimal("a", "1"));
    write("b.yaml", minimal("a", "1") + "description: intruder\n");

    assertThat(onlyProblem().file()).isEqualTo(folder.resolve("b.yaml"));
    assertThat(onlyProblem().reason()).isEqualTo("defines a@1, which m.yaml already defines");
    assertThat(catalogue.find(A1).orElseThrow().about().description()).isEmpty();

    Files.delete(folder.resolve("m.yaml"));
    catalogue.refresh();

    assertThat(catalogue.problems()).isEmpty();
    assertThat(catalogue.find(A1).orElseThrow().about().description()).isEqualTo("intruder");
  }

  @Test
  void aFileMayTakeAnotherName() throws Exception {
    write("a.yaml", minimal("a", "1"));
    write("a.yaml", minimal("a", "2"));

    assertThat(catalogue.find(A1)).isEmpty();
    assertThat(catalogue.versionsOf("a")).containsExactly("2");
  }

  @Test
  void aDeletedFilesEnvironmentGoes() throws Exception {
    write("a.yaml", minimal("a", "1"));
    write("b.yaml", minimal("b", "1"));
    Files.delete(folder.resolve("a.yaml"));
    catalogue.refresh();

    assertThat(catalogue.all()).extracting(env -> env.ref().toString()).containsExactly("b@1");
  }

  @Test
  void aFolderThatIsAwayForAMomentTakesNothingWithIt() throws Exception {
    write("a.yaml", minimal("a", "1"));
    Path elsewhere = folder.resolveSibling(folder.getFileName() + "-away");
    Files.move(folder, elsewhere);
    try {
      catalogue.refresh();
      assertThat(onlyProblem().reason()).contains("cannot read the folder");
      assertThat(catalogue.find(A1)).isPresent();
    } finally {
      Files.move(elsewhere, folder);
    }
    catalogue.refresh();
    assertThat(catalogue.problems()).isEmpty();
  }

  @Test
  void changesAreSeenWithinTwoSecondsWithoutBeingAsked() throws Exception {
    // what remains of the two seconds is for a look itself, which on a busy machine may take longer
    assertThat(WatchedFolder.INTERVAL).isLessThanOrEqualTo(Duration.ofSeconds(1));
    Path elsewhere = folder.resolveSibling(folder.getFileName() + "-a.yaml");
    Files.writeString(elsewhere, minimal("a", "1"));
    Files.move(elsewhere, folder.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);
    await().until(() -> catalogue.find(A1).isPresent());
  }

  @Test
  void theSwapOfASymbolicLinkIsSeen() throws Exception {
    Path one = Files.createDirectory(folder.resolve("..one"));
    Path two = Files.createDirectory(folder.resolve("..two"));
    Files.writeString(one.resolve("a.yaml"), minimal("a", "1"));
    Files.writeString(two.resolve("a.yaml"), minimal("a", "2"));
    Files.createSymbolicLink(folder.resolve("..data"), one.getFileName());
    Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data", "a.yaml"));
    catalogue.refresh();
    assertThat(catalogue.versionsOf("a")).containsExactly("1");

    Path swap = Files.createSymbolicLink(folder.resolve("..swap"), two.getFileName());
    Files.move(swap, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    catalogue.refresh();

    assertThat(catalogue.versionsOf("a")).containsExactly("2");
  }

  @Test
  void theFilesThatShipAreGood() throws Exception {
    try (FolderEnvCatalogue shipped = FolderEnvCatalogue.open(Path.of("config/environments"))) {
      assertThat(shipped.problems()).isEmpty();
      assertThat(shipped.all())
          .extracting(env -> env.ref().toString())
          .containsExactly("demo@1.0.0", "dual@1.0.0", "fail@1.0.0", "flaky@1.0.0", "hello@1.0.0");
    }
  }

  @Test
  void everyKeyOfAFileIsDocumented() throws Exception {
    String readme = Files.readString(Path.of("config/environments/README.md"));

    assertThat(EnvFile.KEYS)
        .hasSizeGreaterThan(10)
        .allSatisfy(key -> assertThat(readme).contains("`" + key + "`"));
  }

  private FileProblem onlyProblem() {
    assertThat(catalogue.problems()).hasSize(1);
    return catalogue.problems().get(0);
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
    catalogue.refresh();
  }

  private static String minimal(String name, String version) {
    return "name: " + name + "\nversion: " + version + "\nimage: busybox\n";
  }
}
