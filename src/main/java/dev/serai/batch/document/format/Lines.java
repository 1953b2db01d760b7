package dev.serai.batch.document.format;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of a text that aren't blank. */
public final class Lines implements Closeable {

  /**
   * A line.
   *
   * @param number from 1
   * @param text empty if it can't be read
   * @param fault why it can't be read
   */
  public record Line(int number, String text, Optional<String> fault) {}

  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int BUFFER = 1 << 16;

  private final InputStream bytes;
  private final int maxLength;
  private int number;
  private boolean ended;

  /**
   * @param maxLength of a line, in bytes
   */
  public Lines(InputStream bytes, int maxLength) {
    this.bytes = new BufferedInputStream(bytes, BUFFER);
    this.maxLength = maxLength;
  }

  /** The next line, if there is one. */
  public Optional<Line> next() throws IOException {
    while (!ended) {
      Line line = line();
      if (line.fault().isPresent() || !line.text().isBlank()) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  private Line line() throws IOException {
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean whole = true;
    int next = bytes.read();
    for (; next >= 0 && next != '\n'; next = bytes.read()) {
      if (line.size() < maxLength) {
        line.write(next);
      } else {
        whole = false;
      }
    }
    ended = next < 0;
    if (!whole) {
      return new Line(
          number, "", Optional.of("is larger than " + maxLength + " bytes (serai.max-body-size)"));
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(line.toByteArray()))
              .toString();
      boolean marked = number == 1 && text.startsWith(BYTE_ORDER_MARK);
      return new Line(number, marked ? text.substring(1) : text, Optional.empty());
    } catch (CharacterCodingException e) {
      return new Line(number, "", Optional.of("is not UTF-8"));
    }
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
