package dev.serai.folder;

import io.vertx.core.file.FileSystemOptions;

/** What libraries put into the folder for temporary files, and a killed process leaves there. */
public final class TemporaryFiles {

  private TemporaryFiles() {}

  /**
   * For a Vert.x that makes no folder there. It would copy files from jars to it to serve them, and
   * makes it at its start whether there are any or not; nothing here is served so.
   */
  public static FileSystemOptions noneOfVertx() {
    return new FileSystemOptions().setClassPathResolvingEnabled(false).setFileCachingEnabled(false);
  }
}
