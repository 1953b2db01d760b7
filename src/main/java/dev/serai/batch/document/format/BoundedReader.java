package dev.serai.batch.document.format;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** A reader that fails in the middle of a text that is too long. */
final class BoundedReader extends FilterReader {

  private final long maxText;
  private long length;

  /**
   * @param maxText the approximate length of the longest text, in characters: text that is read
   *     ahead counts for the text before it
   */
  BoundedReader(Reader reader, long maxText) {
    super(reader);
    this.maxText = maxText;
  }

  void startText() {
    length = 0;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      count(1);
    }
    return read;
  }

  @Override
  public int read(char[] into, int from, int count) throws IOException {
    int read = super.read(into, from, count);
    count(Math.max(0, read));
    return read;
  }

  private void count(int read) throws DocumentSyntaxException {
    length += read;
    if (length > maxText) {
      throw new DocumentSyntaxException(
          "has a text of more than " + maxText + " characters (serai.max-body-size)");
    }
  }
}
