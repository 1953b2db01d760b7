package dev.serai.cluster;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an answer, as it arrives.
 *
 * <p>Closing one that was read to its end does nothing more. Vert.x closes the connection of an
 * HTTP/1.1 answer that is given up, also when it has ended; by then, another request may be on that
 * connection, and would fail.
 */
final class ResponseStream extends FilterInputStream {

  private volatile boolean ended;

  ResponseStream(InputStream body) {
    super(body);
  }

  @Override
  public int read() throws IOException {
    return recorded(super.read());
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return recorded(super.read(bytes, offset, length));
  }

  private int recorded(int read) {
    if (read < 0) {
      ended = true;
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    if (!ended) {
      super.close();
    }
  }
}
