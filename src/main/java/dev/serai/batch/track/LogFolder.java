package dev.serai.batch.track;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.KeptLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Whole logs, readable for this user alone. A file has its name when it is whole; see {@link
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

  void finish(Path part, AttemptRef ref) throws IOException {
    Files.move(
        part, logs.of(ref), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
