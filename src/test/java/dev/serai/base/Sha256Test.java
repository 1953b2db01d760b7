package dev.serai.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {

  /** The example of FIPS 180-2, appendix B.1. */
  @Test
  void givesTheDigestOfTheStandardsExample() {
    String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    assertThat(Sha256.hex("abc")).isEqualTo(expected);
    assertThat(Sha256.hex("abc".getBytes(StandardCharsets.US_ASCII))).isEqualTo(expected);
  }

  @Test
  void readsTextAsUtf8() {
    assertThat(Sha256.of("ü"))
        .isEqualTo(Sha256.digest().digest(new byte[] {(byte) 0xC3, (byte) 0xBC}));
  }
}
