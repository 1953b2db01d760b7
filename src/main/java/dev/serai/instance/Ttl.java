package dev.serai.instance;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long an instance may live, counted from its creation, as a Go duration: {@code 30m}, {@code
 * 1h30m}, {@code 1.5h}. AEnvironment writes it so, and its clients read it back.
 *
 * @param text as it was given
 * @param duration the same as a value; always positive
 */
public record Ttl(String text, Duration duration) {

  private static final Pattern PART =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{0,9})?|\\.\\d{1,9})(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);
  private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

  public Ttl {
    Objects.requireNonNull(text, "text is null");
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("the duration is not positive");
    }
  }

  /**
   * Reads a Go duration.
   *
   * @param field the field to name in a refusal
   * @throws RequestRejectedException 400 for what Go's {@code time.ParseDuration} refuses ({@code
   *     600}, {@code 1d}), and for zero, negative and overlong ones
   */
  public static Ttl parse(String field, String text) {
    if (text.startsWith("-") || text.startsWith("+")) {
      throw RequestRejectedException.invalid(
          field,
          RequestRejectedException.excerpt(text)
              + " has a sign; give a duration from now, like 30m");
    }
    Matcher part = PART.matcher(text);
    BigDecimal nanos = BigDecimal.ZERO;
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      nanos =
          nanos.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2)))));
      end = part.end();
    }
    if (end == 0 || end < text.length()) {
      throw RequestRejectedException.invalid(
          field,
          RequestRejectedException.excerpt(text)
              + " is not a duration; write a number with a unit (h, m, s), like 30m or 1h30m");
    }
    if (nanos.compareTo(MAX_NANOS) > 0) {
      throw RequestRejectedException.invalid(
          field, RequestRejectedException.excerpt(text) + " is too long");
    }
    long whole = nanos.longValue();
    if (whole <= 0) {
      throw RequestRejectedException.invalid(
          field, RequestRejectedException.excerpt(text) + " is no time at all");
    }
    return new Ttl(text, Duration.ofNanos(whole));
  }

  /** The duration in the form that Go prints and a label value may hold, like {@code 1h30m0s}. */
  public static Ttl of(Duration duration) {
    StringBuilder text = new StringBuilder();
    if (duration.toHours() > 0) {
      text.append(duration.toHours()).append('h');
    }
    if (duration.toMinutes() > 0) {
      text.append(duration.toMinutesPart()).append('m');
    }
    text.append(duration.toSecondsPart());
    if (duration.toMillisPart() > 0) {
      text.append('.').append("%03d".formatted(duration.toMillisPart()));
    }
    return new Ttl(text.append('s').toString(), duration);
  }

  @Override
  public String toString() {
    return text;
  }
}
