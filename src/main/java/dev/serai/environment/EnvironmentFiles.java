package dev.serai.environment;

import dev.serai.instance.SectionRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The environments of a folder, read once for listing and checking.
 *
 * @param files the valid files, sorted by name and version
 * @param problems the errors of the other files
 */
public record EnvironmentFiles(List<EnvironmentFile> files, List<FileProblem> problems) {

  public EnvironmentFiles {
    files = List.copyOf(files);
    problems = List.copyOf(problems);
  }

  /** An environment and the file that defines it. */
  public record EnvironmentFile(Path file, Env env) {

    public EnvironmentFile {
      Objects.requireNonNull(file, "file is null");
      Objects.requireNonNull(env, "env is null");
    }
  }

  /**
   * Reads the files as the server does, and also rejects those whose instances would all fail.
   *
   * @param sections sections that a file may have besides the keys of every environment
   * @param podTemplates names of the existing pod templates
   */
  public static EnvironmentFiles read(
      Path folder, List<SectionRule> sections, Set<String> podTemplates) {
    EnvFile reader = new EnvFile(sections);
    WatchedFolder<EnvironmentFile> read =
        WatchedFolder.readOnce(
            folder,
            source -> {
              WatchedFolder.Entry<Env> entry = reader.read(source);
              requireTemplate(source, entry.value(), podTemplates);
              return new WatchedFolder.Entry<>(
                  entry.key(), new EnvironmentFile(source.file(), entry.value()));
            });
    return new EnvironmentFiles(List.copyOf(read.values().values()), read.problems());
  }

  private static void requireTemplate(
      WatchedFolder.Source source, Env env, Set<String> podTemplates) throws InvalidFileException {
    if (!podTemplates.contains(env.pod().template())) {
      YamlTree file = YamlTree.parse(source.text());
      int line = file.get("podTemplate").map(YamlTree::line).orElse(file.line());
      throw new InvalidFileException(
          line,
          "there is no pod template \""
              + env.pod().template()
              + "\"; there are "
              + String.join(", ", podTemplates));
    }
  }
}
