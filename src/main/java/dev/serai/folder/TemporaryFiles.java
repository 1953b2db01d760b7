package dev.serai.folder;

import io.vertx.core.file.FileSystemOptions;

/** Keeps libraries from creating temporary files, which a killed process would leave behind. */
public final class TemporaryFiles {

  private TemporaryFiles() {}

  /**
   * Options for a Vert.x without a cache folder. It would copy files from jars there to serve them,
   * and creates the folder at its start even if there are none, as here.
   */
  public static FileSystemOptions noneOfVertx() {
    return new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
  }
}
