package dev.serai.pod;

import dev.serai.base.Sha256;

/** SHA-256 of text in base32, the alphabet that names take. */
final class Hash {

  // RFC 4648 base32 in lower case: all of it may stand in a DNS label
  private static final char[] BASE32 = "abcdefghijklmnopqrstuvwxyz234567".toCharArray();

  private Hash() {}

  /** The first {@code length} base32 digits, of five bits each. */
  static String base32(int length, String... values) {
    StringBuilder text = new StringBuilder();
    for (String value : values) {
      // length-prefixed, so that "a", "bc" and "ab", "c" differ
      text.append(value.length()).append(':').append(value);
    }
    return base32(Sha256.of(text.toString()), length);
  }

  static String base32(byte[] bytes, int length) {
    if (length * 5 > bytes.length * 8) {
      throw new IllegalArgumentException(bytes.length + " bytes have not " + length + " digits");
    }
    StringBuilder digits = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int value = 0;
      for (int bit = i * 5; bit < i * 5 + 5; bit++) {
        value = value << 1 | (bytes[bit / 8] >> (7 - bit % 8) & 1);
      }
      digits.append(BASE32[value]);
    }
    return digits.toString();
  }
}
