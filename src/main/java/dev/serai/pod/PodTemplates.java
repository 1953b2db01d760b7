package dev.serai.pod;

import dev.serai.environment.Env;
import dev.serai.environment.FileProblem;
import dev.serai.environment.WatchedFolder;
import dev.serai.instance.RequestRejectedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The pod templates of a folder by their names. A name is only ever compared with those of the
 * files that were read, and never made into a path.
 */
public final class PodTemplates implements AutoCloseable {

  private final WatchedFolder<PodTemplate> folder;

  private PodTemplates(WatchedFolder<PodTemplate> folder) {
    this.folder = Objects.requireNonNull(folder, "folder is null");
  }

  /** Reads the folder and watches it until this is closed. */
  public static PodTemplates open(Path folder) {
    return new PodTemplates(WatchedFolder.open(folder, TemplateFile::read));
  }

  /** Reads the folder once, for who only wants to know what is in it and what is wrong. */
  public static PodTemplates readOnce(Path folder) {
    return new PodTemplates(WatchedFolder.readOnce(folder, TemplateFile::read));
  }

  /** The name of the template that a file holds. */
  public static String nameOf(Path file) {
    return TemplateFile.name(file);
  }

  public Optional<PodTemplate> find(String name) {
    return Optional.ofNullable(folder.values().get(name));
  }

  /**
   * The template that an environment names.
   *
   * @throws RequestRejectedException 400 when there is none of that name
   */
  public PodTemplate require(Env env) {
    return find(env.pod().template())
        .orElseThrow(
            () ->
                RequestRejectedException.invalid(
                    "envName",
                    RequestRejectedException.excerpt(env.ref().toString())
                        + " needs the pod template "
                        + RequestRejectedException.excerpt(env.pod().template())
                        + ", which is not there; there are "
                        + names()));
  }

  public Set<String> names() {
    return folder.values().keySet();
  }

  /** The files that are not in use in their present form. */
  public List<FileProblem> problems() {
    return folder.problems();
  }

  /** Reads now what has changed, which otherwise happens every {@link WatchedFolder#INTERVAL}. */
  public void refresh() {
    folder.refresh();
  }

  @Override
  public void close() {
    folder.close();
  }
}
