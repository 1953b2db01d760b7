package dev.serai.batch.document;

import dev.serai.folder.PrivateFolder;
import dev.serai.instance.RequestRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * Stores documents while they are read, in files that no other user may read. Each is deleted when
 * its submission has been answered; files of a killed process are deleted at the next start.
 */
public final class Spool implements AutoCloseable {

  private static final String ENDING = ".document";
  private static final int BUFFER = 1 << 16;

  private final PrivateFolder folder;
  private final long maxSize;

  private Spool(PrivateFolder folder, long maxSize) {
    this.folder = folder;
    this.maxSize = maxSize;
  }

  /**
   * Opens and locks the folder.
   *
   * @param maxSize of a document, in bytes
   */
  public static Spool open(Path folder, long maxSize) {
    PrivateFolder held = PrivateFolder.hold(folder, "the folder of documents");
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + ENDING)) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("old files in " + folder + " can't be deleted", e);
    }
    return new Spool(held, maxSize);
  }

  /** The largest document, in bytes. */
  public long maxSize() {
    return maxSize;
  }

  /** A new empty file. */
  public Path newFile() throws IOException {
    return Files.createFile(
        folder.path().resolve(UUID.randomUUID() + ENDING),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /**
   * Copies a document.
   *
   * @throws RequestRejectedException 413 for one that is too large
   */
  public Path copy(InputStream document) throws IOException {
    Path file = newFile();
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER];
      long size = 0;
      for (int read = document.read(buffer); read >= 0; read = document.read(buffer)) {
        size += read;
        if (size > maxSize) {
          throw tooLarge();
        }
        out.write(buffer, 0, read);
      }
      return file;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** The rejection of a document that is too large. */
  public RequestRejectedException tooLarge() {
    return RequestRejectedException.tooLarge(
        "the document is larger than " + maxSize + " bytes (serai.max-batch-size)");
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
