package dev.serai.batch.track;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.KeptLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Whole logs, readable for this user alone. A file gets its name when it is complete; see {@link
 * KeptLogs}.
 */
final class LogFolder {

  private final KeptLogs logs;

  LogFolder(Path folder) {
    this.logs = new KeptLogs(folder);
  }

  Path begin(AttemptRef ref) throws IOException {
    Path ofBatch =
        Files.createDirectories(
            logs.folder(ref.batch()),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return Files.createTempFile(ofBatch, ".log", ".part");
  }

  /** Removes all logs of a batch. */
  void remove(String batch) throws IOException {
    Path ofBatch = logs.folder(batch);
    if (!Files.exists(ofBatch)) {
      return;
    }
    try (Stream<Path> files = Files.list(ofBatch)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.delete(ofBatch);
  }

  void finish(Path part, AttemptRef ref) throws IOException {
    Files.move(
        part, logs.of(ref), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
