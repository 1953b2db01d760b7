package dev.serai.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher with a Java and a Maven that only write down how they were called. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class LauncherTest {

  private static final Path SCRIPT = Path.of("serai").toAbsolutePath();
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "sh",
          "dirname",
          "readlink",
          "sed",
          "head",
          "uname",
          "find",
          "mkdir",
          "touch",
          "mv",
          "rm",
          "ln",
          "sleep",
          "cat");

  /** Prints its arguments; says that it is version 17 when asked. */
  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo 'openjdk version "VERSION" 2025-04-15' >&2; exit 0; fi
      for argument in "$@"; do echo "<$argument>"; done
      exit 7
      """;

  /** Makes the jar. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "built" >> builds
      mkdir -p target/serai-1.2/lib
      touch target/serai-1.2/lib/serai.jar
      """;

  private record Run(int exitCode, String out, String err) {}

  @TempDir private Path folder;

  private Path home;
  private Path bin;

  @BeforeEach
  void checkout() throws IOException {
    home = Files.createDirectories(folder.resolve("a source checkout"));
    bin = Files.createDirectories(folder.resolve("bin"));
    Files.copy(SCRIPT, home.resolve("serai"));
    Files.createDirectories(home.resolve("src/main/java"));
    Files.writeString(home.resolve("src/main/java/A.java"), "");
    Files.writeString(
        home.resolve("pom.xml"), "<project>\n  <version>1.2</version>\n  <version>9</version>\n");
    for (String tool : TOOLS) {
      script(tool, "#!/bin/sh\nexec " + find(tool) + " \"$@\"\n");
    }
    script("java", JAVA.replace("VERSION", "17.0.1"));
    script("javac", "#!/bin/sh\n");
    script("mvn", MAVEN);
  }

  @Test
  void buildsOnceAndRunsWithItsHomeAndArgumentsAndPassesTheExitCodeOn() throws Exception {
    Run first = run("get", "a b", "");
    Run second = run("get", "x");

    assertThat(first.exitCode()).isEqualTo(7);
    assertThat(first.err()).contains("Building Serai (first run, about a minute)...");
    assertThat(first.out())
        .contains("<-Dserai.home=" + home.toRealPath() + ">", "<-XX:TieredStopAtLevel=1>")
        .endsWith(
            "<-jar>\n<%s>\n<get>\n<a b>\n<>\n"
                .formatted(home.toRealPath().resolve("target/serai-1.2/lib/serai.jar")));
    assertThat(second.err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewerAndOnlyThen() throws Exception {
    run("version");
    touch("src/main/java/A.java");
    Run changed = run("version");
    run("version");
    touch("pom.xml");
    run("version");

    assertThat(changed.err()).contains("Building Serai (the sources have changed)...");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void aBuildThatLeavesAnUnchangedJarAloneIsNotRepeated() throws Exception {
    run("version");
    script("mvn", "#!/bin/sh\necho built >> builds\n");
    touch("pom.xml", Instant.now().minusSeconds(1));
    Files.setLastModifiedTime(
        home.resolve("target/.serai-built"), FileTime.from(Instant.now().minusSeconds(60)));
    Files.setLastModifiedTime(
        home.resolve("target/serai-1.2/lib/serai.jar"),
        FileTime.from(Instant.now().minusSeconds(60)));
    run("version");
    run("version");

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void twoLaunchersBuildOnce() throws Exception {
    // the build ends when the second launcher waits for it, which it does by sleep
    Path waits = folder.resolve("waits");
    script("sleep", "#!/bin/sh\ntouch '" + waits + "'\nexec " + find("sleep") + " \"$@\"\n");
    script(
        "mvn",
        MAVEN.replace(
            "mkdir", "until [ -e '" + waits + "' ]; do " + find("sleep") + " 0.05; done\nmkdir"));
    Process one = start(home.resolve("serai"), Map.of(), "version");
    Process two = start(home.resolve("serai"), Map.of(), "version");

    assertThat(finish(one).exitCode()).isEqualTo(7);
    assertThat(finish(two).exitCode()).isEqualTo(7);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void takesOverTheLockOfALauncherThatWasKilled() throws Exception {
    Files.createDirectories(home.resolve("target"));
    Files.createSymbolicLink(home.resolve("target/.serai-build"), Path.of("999999999"));

    assertThat(run("version").exitCode()).isEqualTo(7);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void runsThroughLinksFromAnotherFolder() throws Exception {
    Path links = Files.createDirectories(folder.resolve("links"));
    Files.createSymbolicLink(links.resolve("inner"), Path.of("../a source checkout/serai"));
    Path outer = Files.createSymbolicLink(folder.resolve("outer"), links.resolve("inner"));

    assertThat(finish(start(outer, Map.of(), "version")).out())
        .contains("<-Dserai.home=" + home.toRealPath() + ">");
  }

  @Test
  void anUnpackedDistributionJustRuns() throws Exception {
    Files.delete(home.resolve("pom.xml"));
    Files.createDirectories(home.resolve("lib"));
    Files.writeString(home.resolve("lib/serai.jar"), "");
    Files.writeString(home.resolve("lib/serai.jsa"), "");
    Run run = run("serve");

    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.out())
        .contains("<-XX:SharedArchiveFile=" + home.toRealPath().resolve("lib/serai.jsa") + ">")
        .doesNotContain("TieredStopAtLevel");
    assertThat(builds()).isZero();
  }

  @Test
  void putsAddedJarsBehindTheProgramOnTheClassPath() throws Exception {
    Files.createDirectories(home.resolve("ext"));
    Files.writeString(home.resolve("ext/camel-ftp.jar"), "");
    Files.writeString(home.resolve("ext/notes.txt"), "");
    Run run = run("validate");

    Path real = home.toRealPath();
    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.out())
        .endsWith(
            "<-cp>\n<%s:%s>\n<dev.serai.cli.Main>\n<validate>\n"
                .formatted(
                    real.resolve("target/serai-1.2/lib/serai.jar"),
                    real.resolve("ext/camel-ftp.jar")));
  }

  @Test
  void passesOptionsOnToJava() throws Exception {
    Run run =
        finish(start(home.resolve("serai"), Map.of("SERAI_JAVA_OPTS", "-Xmx1g  -Da=*"), "serve"));

    assertThat(run.out()).contains("<-Xmx1g>\n<-Da=*>\n<-jar>");
  }

  @Test
  void prefersJavaHome() throws Exception {
    Path java = Files.createDirectories(folder.resolve("my java/bin"));
    script(java.resolve("java"), JAVA.replace("VERSION", "21").replace("exit 7", "exit 9"));
    script(java.resolve("javac"), "#!/bin/sh\n");
    Map<String, String> environment = Map.of("JAVA_HOME", java.getParent().toString());

    assertThat(finish(start(home.resolve("serai"), environment, "version")).exitCode())
        .isEqualTo(9);
  }

  @Test
  void tellsHowToInstallAMissingJava() throws Exception {
    Files.delete(bin.resolve("java"));
    Run run = run("version");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("there is no Java", "install it with: ", "maven");
  }

  @Test
  void refusesAnOldJava() throws Exception {
    script("java", JAVA.replace("VERSION", "1.8.0_402"));
    Run run = run("version");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is Java 8; Java 17 or later is needed");
  }

  @Test
  void tellsAMissingCompilerFromAMissingMaven() throws Exception {
    Files.delete(bin.resolve("mvn"));
    assertThat(run("version").err()).contains("there is no Maven").doesNotContain("no JDK");

    Files.delete(bin.resolve("javac"));
    assertThat(run("version").err()).contains("no JDK to build").doesNotContain("no Maven");
  }

  @Test
  void aFailedBuildRunsNothingAndIsTriedAgain() throws Exception {
    script("mvn", "#!/bin/sh\necho built >> builds\nexit 1\n");
    Run run = run("version");
    run("version");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("the build failed");
    assertThat(builds()).isEqualTo(2);
  }

  private Run run(String... args) throws Exception {
    return finish(start(home.resolve("serai"), Map.of(), args));
  }

  private Process start(Path script, Map<String, String> environment, String... args)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(args)).toList());
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", bin.toString());
    return builder.start();
  }

  private static Run finish(Process process) throws Exception {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
        new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
  }

  private int builds() throws IOException {
    Path builds = home.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  /** Makes the builds so far older than a file, and the file older than the next build. */
  private void touch(String file) throws IOException {
    Instant now = Instant.now();
    touch("target/serai-1.2/lib/serai.jar", now.minusSeconds(20));
    touch("target/.serai-built", now.minusSeconds(20));
    for (String other : List.of("pom.xml", "src/main/java/A.java", "src/main/java", "src/main")) {
      touch(other, now.minusSeconds(30));
    }
    touch(file, now.minusSeconds(10));
  }

  private void touch(String file, Instant time) throws IOException {
    Files.setLastModifiedTime(home.resolve(file), FileTime.from(time));
  }

  private void script(String name, String text) throws IOException {
    script(bin.resolve(name), text);
  }

  private static void script(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path find(String tool) {
    return Stream.of("/usr/bin", "/bin")
        .map(place -> Path.of(place, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
