package dev.serai.environment;

import dev.serai.instance.EnvRef;
import dev.serai.instance.SectionRule;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The environments defined by the YAML files of a folder. */
public final class FolderEnvCatalogue implements EnvCatalogue, AutoCloseable {

  private final WatchedFolder<Env> folder;

  private FolderEnvCatalogue(WatchedFolder<Env> folder) {
    this.folder = Objects.requireNonNull(folder, "folder is null");
  }

  /** Reads the folder and watches it until it is closed; its files have no sections. */
  public static FolderEnvCatalogue open(Path folder) {
    return open(folder, List.of());
  }

  /**
   * Reads the folder and watches it until it is closed.
   *
   * @param sections sections that a file may have besides the keys of every environment
   */
  public static FolderEnvCatalogue open(Path folder, List<SectionRule> sections) {
    EnvFile reader = new EnvFile(sections);
    return new FolderEnvCatalogue(WatchedFolder.open(folder, reader::read));
  }

  @Override
  public Optional<Env> find(EnvRef ref) {
    return Optional.ofNullable(folder.values().get(ref.toString()));
  }

  @Override
  public Collection<Env> all() {
    return folder.values().values();
  }

  @Override
  public Set<String> versionsOf(String name) {
    return all().stream()
        .map(Env::ref)
        .filter(ref -> ref.name().equals(name))
        .map(EnvRef::version)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The files whose current version is not in use. */
  public List<FileProblem> problems() {
    return folder.problems();
  }

  /** Reads changes immediately, which otherwise happens every {@link WatchedFolder#INTERVAL}. */
  public void refresh() {
    folder.refresh();
  }

  @Override
  public void close() {
    folder.close();
  }
}
