package dev.serai.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/** A folder that no other user may read, locked by one process at a time. */
public final class PrivateFolder implements AutoCloseable {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FILE =
      PosixFilePermissions.fromString("rw-------");

  private final Path path;
  private final FileChannel lock;

  private PrivateFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the folder with mode 0700, or sets this mode on an existing one, and locks it.
   *
   * @param name for messages, such as {@code the broker's folder}
   * @throws FolderException when it belongs to another user, isn't a folder, or is in use
   */
  public static PrivateFolder hold(Path path, String name) {
    try {
      closeToOthers(path, name, processOwner());
      return new PrivateFolder(path, lock(path, name));
    } catch (IOException e) {
      throw new FolderException("cannot use %s %s: %s".formatted(name, path, e), e);
    }
  }

  static void closeToOthers(Path path, String name, UserPrincipal self) throws IOException {
    if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
      Path parent = path.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NotDirectoryException(path + " (a link is not followed)");
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    UserPrincipal owner = view.readAttributes().owner();
    if (!owner.equals(self)) {
      throw new FolderException(
          "%s %s belongs to %s, not to %s: it would hold the requests open to another user"
              .formatted(name, path, owner.getName(), self.getName()),
          null);
    }
    if (!view.readAttributes().permissions().equals(OWNER_ONLY)) {
      view.setPermissions(OWNER_ONLY);
    }
  }

  /** The owner of files that this process creates; the property user.name may differ. */
  private static UserPrincipal processOwner() throws IOException {
    Path probe = Files.createTempFile("serai", ".owner");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private static FileChannel lock(Path folder, String name) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("in-use.lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(OWNER_ONLY_FILE));
    try {
      FileLock held = channel.tryLock();
      if (held != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(folder, name, e);
    }
    channel.close();
    throw inUse(folder, name, null);
  }

  private static FolderException inUse(Path folder, String name, Throwable cause) {
    return new FolderException(
        "%s %s is in use by another process; give this one a data folder of its own"
            .formatted(name, folder),
        cause);
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
