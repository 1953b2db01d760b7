package dev.serai.batch.document;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Finds ids that come twice among a million, at 24 bytes each: it keeps 64 bits of each one's hash,
 * so that one document in ten million of that size is refused by mistake.
 */
final class SeenIds {

  private static final int INITIAL = 1 << 10;
  private static final int FREE = -1;

  private final MessageDigest digest;
  private long[] hashes = new long[INITIAL];
  private int[] positions = free(INITIAL);
  private int size;

  SeenIds() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Takes the id, unless it is there: then the position of the item that has it. */
  OptionalInt add(String id, int position) {
    if (size * 2 > hashes.length) {
      grow();
    }
    long hash = ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8))).getLong();
    int slot = slotOf(hash);
    if (positions[slot] != FREE) {
      return OptionalInt.of(positions[slot]);
    }
    hashes[slot] = hash;
    positions[slot] = position;
    size++;
    return OptionalInt.empty();
  }

  /** Where the hash is, or would be. */
  private int slotOf(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) hash & mask;
    while (positions[slot] != FREE && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldPositions = positions;
    hashes = new long[oldHashes.length * 2];
    positions = free(hashes.length);
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldPositions[i] != FREE) {
        int slot = slotOf(oldHashes[i]);
        hashes[slot] = oldHashes[i];
        positions[slot] = oldPositions[i];
      }
    }
  }

  private static int[] free(int length) {
    int[] positions = new int[length];
    Arrays.fill(positions, FREE);
    return positions;
  }
}
