package dev.serai.http.batch.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Finds where the last lines of a text begin; a trailing newline does not begin another line. */
final class LastLines {

  private static final int BLOCK = 64 * 1024;

  private LastLines() {}

  /** The position of the first byte of the last lines. */
  static int start(byte[] text, int lines) {
    if (lines == 0) {
      return text.length;
    }
    int left = lines;
    for (int i = text.length - 2; i >= 0; i--) {
      if (text[i] == '\n' && --left == 0) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Seeks the first byte of the last lines, reading blocks from the end. */
  static void seek(SeekableByteChannel file, int lines) throws IOException {
    long size = file.size();
    if (lines == 0) {
      file.position(size);
      return;
    }
    int left = lines;
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    for (long end = Math.max(0, size - 1); end > 0; end = Math.max(0, end - BLOCK)) {
      long begin = Math.max(0, end - BLOCK);
      block.clear().limit((int) (end - begin));
      file.position(begin);
      while (block.hasRemaining() && file.read(block) >= 0) {
        // until the block is full
      }
      for (int i = block.position() - 1; i >= 0; i--) {
        if (block.get(i) == '\n' && --left == 0) {
          file.position(begin + i + 1);
          return;
        }
      }
    }
    file.position(0);
  }
}
