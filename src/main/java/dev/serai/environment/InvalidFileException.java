package dev.serai.environment;

import java.nio.file.Path;

/** A file is invalid. The message never quotes the value of a variable. */
public final class InvalidFileException extends Exception {

  private final int line;

  /**
   * @param line counted from 1; 0 for the file as a whole
   */
  public InvalidFileException(int line, String reason) {
    super(reason);
    this.line = line;
  }

  /** The same for a list of problems, which names the file. */
  public FileProblem in(Path file) {
    return new FileProblem(file, line, getMessage());
  }
}
