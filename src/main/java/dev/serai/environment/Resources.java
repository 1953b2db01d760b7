package dev.serai.environment;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Resources of an environment's main container, as Kubernetes quantities. Each is both request and
 * limit.
 *
 * @param cpu in cores, such as {@code 500m} or {@code 2}; empty for the template's own
 * @param memory in bytes, such as {@code 256Mi}; empty for the template's own
 */
public record Resources(String cpu, String memory) {

  public static final Resources OF_TEMPLATE = new Resources("", "");

  // fabric8's Quantity accepts more than the API server does, with exponents of any size
  private static final Pattern QUANTITY =
      Pattern.compile(
          "(\\d{1,18}(?:\\.\\d{0,9})?|\\.\\d{1,9})(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d{1,2})?");
  // the API server rounds cpu up to this
  private static final BigDecimal LEAST_CPU = BigDecimal.valueOf(1, 3);
  // no container starts with less: a smaller amount has no unit
  private static final BigDecimal LEAST_MEMORY = BigDecimal.valueOf(1L << 20);

  public Resources {
    check("cpu", cpu, LEAST_CPU, "1m");
    check("memory", memory, LEAST_MEMORY, "1Mi");
  }

  private static void check(String field, String text, BigDecimal least, String leastText) {
    if (text.isEmpty()) {
      return;
    }
    if (!QUANTITY.matcher(text).matches()) {
      throw new IllegalArgumentException(
          field + " \"" + text + "\" is not a quantity, like 500m for cpu or 256Mi for memory");
    }
    if (new Quantity(text).getNumericalAmount().compareTo(least) < 0) {
      throw new IllegalArgumentException(
          field + " \"" + text + "\" is less than " + leastText + "; is its unit right?");
    }
  }
}
