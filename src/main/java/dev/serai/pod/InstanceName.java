package dev.serai.pod;

import java.text.Normalizer;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Names of instances: DNS labels of at most 63 characters that start with a letter. */
final class InstanceName {

  private static final int SLUG_LENGTH = 40;
  private static final int RANDOM_DIGITS = 16;
  private static final int KEY_DIGITS = 26;
  private static final Pattern NOT_ALLOWED = Pattern.compile("[^a-z0-9]+");
  private static final Pattern DASHES_AT_ENDS = Pattern.compile("^-+|-+$");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private InstanceName() {}

  /** An unused name: the readable part of the environment's name, and 80 random bits. */
  static String random(String envName, RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_DIGITS * 5 / 8];
    random.nextBytes(bytes);
    return slug(envName) + "-" + Hash.base32(bytes, RANDOM_DIGITS);
  }

  /**
   * The one name of this owner's key. The environment is not part of it: the same key with another
   * environment must meet the same pod, and be refused.
   */
  static String ofKey(String owner, String key) {
    return "k-" + keyHash(owner, key);
  }

  /** 130 bits: no two keys meet by chance, and none can be made to meet. */
  static String keyHash(String owner, String key) {
    return Hash.base32(KEY_DIGITS, "idempotency-key", owner, key);
  }

  static String slug(String text) {
    String plain = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    String dashed = NOT_ALLOWED.matcher(plain.toLowerCase(Locale.ROOT)).replaceAll("-");
    String slug = DASHES_AT_ENDS.matcher(dashed).replaceAll("");
    if (slug.isEmpty()) {
      return "env";
    }
    if (Character.isDigit(slug.charAt(0))) {
      slug = "env-" + slug;
    }
    return slug.length() <= SLUG_LENGTH
        ? slug
        : DASHES_AT_ENDS.matcher(slug.substring(0, SLUG_LENGTH)).replaceAll("");
  }
}
