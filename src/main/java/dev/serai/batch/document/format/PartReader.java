package dev.serai.batch.document.format;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** A reader that ends in the middle of a part that is too long. */
final class PartReader extends FilterReader {

  /** More was read for one part than it may have. */
  static final class TooLong extends IOException {

    private static final long serialVersionUID = 1L;

    TooLong(long most) {
      super("has a text of more than " + most + " characters (serai.max-body-size)");
    }
  }

  private final long most;
  private long length;

  /**
   * @param most characters of a part, about: what is read ahead counts for the part before it
   */
  PartReader(Reader text, long most) {
    super(text);
    this.most = most;
  }

  void partBegins() {
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

  private void count(int read) throws TooLong {
    length += read;
    if (length > most) {
      throw new TooLong(most);
    }
  }
}
