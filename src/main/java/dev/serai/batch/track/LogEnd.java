package dev.serai.batch.track;

import dev.serai.batch.LogTail;
import java.nio.charset.StandardCharsets;

/** Retains the last bytes that are written to it. */
final class LogEnd {

  private final byte[] ring;
  private long written;

  /**
   * @param size in bytes
   */
  LogEnd(int size) {
    this.ring = new byte[size];
  }

  void write(byte[] bytes, int length) {
    int from = Math.max(0, length - ring.length);
    written += from;
    for (int i = from; i < length; i++) {
      ring[(int) (written++ % ring.length)] = bytes[i];
    }
  }

  /** The retained text from the first whole character on, without NUL, which databases reject. */
  LogTail tail() {
    int length = (int) Math.min(written, ring.length);
    byte[] kept = new byte[length];
    for (int i = 0; i < length; i++) {
      kept[i] = ring[(int) ((written - length + i) % ring.length)];
    }
    boolean truncated = written > length;
    int start = truncated ? firstCharacter(kept) : 0;
    String text = new String(kept, start, length - start, StandardCharsets.UTF_8);
    return new LogTail(text.replace('\0', '\uFFFD'), truncated, true);
  }

  /** At most three bytes belong to a character that started before. */
  private static int firstCharacter(byte[] bytes) {
    int start = 0;
    while (start < Math.min(3, bytes.length) && (bytes[start] & 0xC0) == 0x80) {
      start++;
    }
    return start;
  }
}
