package dev.serai.environment;

/**
 * A file can't be used. The message never quotes the value of a variable.
 *
 * @see FileProblem
 */
public final class FileFault extends Exception {

  private final int line;

  /**
   * @param line counted from 1; 0 for the file as a whole
   */
  public FileFault(int line, String reason) {
    super(reason);
    this.line = line;
  }

  public int line() {
    return line;
  }
}
