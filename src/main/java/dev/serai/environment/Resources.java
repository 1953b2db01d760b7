package dev.serai.environment;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an environment's main container gets, as Kubernetes quantities. Each is both requested and
 * the limit.
 *
 * @param cpu in cores, such as {@code 500m} or {@code 2}; empty for the template's own
 * @param memory in bytes, such as {@code 256Mi}; empty for the template's own
 */
public record Resources(String cpu, String memory) {

  public static final Resources OF_TEMPLATE = new Resources("", "");

  private static final Pattern QUANTITY =
      Pattern.compile(
          "(\\d{1,18}(?:\\.\\d{0,9})?|\\.\\d{1,9})(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E|[eE][+-]?\\d{1,2})?");
  private static final Map<String, BigDecimal> SCALES =
      Map.ofEntries(
          Map.entry("n", BigDecimal.valueOf(1, 9)),
          Map.entry("u", BigDecimal.valueOf(1, 6)),
          Map.entry("m", BigDecimal.valueOf(1, 3)),
          Map.entry("k", BigDecimal.valueOf(1, -3)),
          Map.entry("M", BigDecimal.valueOf(1, -6)),
          Map.entry("G", BigDecimal.valueOf(1, -9)),
          Map.entry("T", BigDecimal.valueOf(1, -12)),
          Map.entry("P", BigDecimal.valueOf(1, -15)),
          Map.entry("E", BigDecimal.valueOf(1, -18)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
          Map.entry("Ei", BigDecimal.valueOf(1L << 60)));
  // the API server rounds a cpu up to this
  private static final BigDecimal LEAST_CPU = BigDecimal.valueOf(1, 3);
  // no container starts in less: an amount below it lacks its unit
  private static final BigDecimal LEAST_MEMORY = BigDecimal.valueOf(1L << 20);

  public Resources {
    check("cpu", cpu, LEAST_CPU, "1m");
    check("memory", memory, LEAST_MEMORY, "1Mi");
  }

  private static void check(String field, String text, BigDecimal least, String leastText) {
    if (text.isEmpty()) {
      return;
    }
    Matcher parts = QUANTITY.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          field + " \"" + text + "\" is not a quantity, like 500m for cpu or 256Mi for memory");
    }
    if (amount(parts).compareTo(least) < 0) {
      throw new IllegalArgumentException(
          field + " \"" + text + "\" is less than " + leastText + "; is its unit right?");
    }
  }

  private static BigDecimal amount(Matcher parts) {
    BigDecimal number = new BigDecimal(parts.group(1));
    String suffix = parts.group(2);
    if (suffix == null) {
      return number;
    }
    BigDecimal scale = SCALES.get(suffix);
    return scale != null
        ? number.multiply(scale)
        : number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)));
  }
}
