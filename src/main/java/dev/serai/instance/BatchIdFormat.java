package dev.serai.instance;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * The form of the ids of batches: {@code b-} and 16 digits of 5 bits. The first 9 digits are the
 * milliseconds of the submission and the others are random, so that ids sort by submission.
 */
public final class BatchIdFormat {

  public static final String PREFIX = "b-";

  private static final int DIGITS = 16;
  private static final int BASE = 32;
  private static final int RANDOM_BITS = 35;
  private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-v]{" + DIGITS + "}");

  private BatchIdFormat() {}

  /** Whether a text is an id, and not the name of a batch. */
  public static boolean matches(String text) {
    return FORM.matcher(text).matches();
  }

  /** A new id. */
  public static String next(Instant submitted, Random random) {
    BigInteger number =
        BigInteger.valueOf(submitted.toEpochMilli())
            .shiftLeft(RANDOM_BITS)
            .or(new BigInteger(RANDOM_BITS, random));
    String digits = number.toString(BASE).toLowerCase(Locale.ROOT);
    return PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
  }
}
