package dev.serai.batch.store;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;

/**
 * Makes ids of batches: {@code b-} and 16 digits of 5 bits, the first 9 of which are the
 * milliseconds of the submission, so that the order of ids is that of submissions.
 */
final class BatchIds {

  private static final int RANDOM_BITS = 35;
  private static final int DIGITS = 16;
  private static final int BASE = 32;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  BatchIds(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  String next() {
    BigInteger number =
        BigInteger.valueOf(clock.millis())
            .shiftLeft(RANDOM_BITS)
            .or(new BigInteger(RANDOM_BITS, random));
    String digits = number.toString(BASE).toLowerCase(Locale.ROOT);
    return "b-" + "0".repeat(DIGITS - digits.length()) + digits;
  }
}
