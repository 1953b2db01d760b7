package dev.serai.instance;

import java.util.List;
import java.util.regex.Pattern;

/** A section has an invalid value, at the place that the steps lead to. */
public final class InvalidSectionException extends RuntimeException {

  // a key that somebody sent may be anything
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./-]{1,60}|\\[\\d{1,9}\\]");

  private final List<String> steps;

  /**
   * @param steps keys from the section on, and {@code [0]}, {@code [1]} for the items of a list
   * @param why goes on after the field's name: {@code "is not a number"}
   */
  public InvalidSectionException(List<String> steps, String why) {
    super(why);
    this.steps = List.copyOf(steps);
  }

  public List<String> steps() {
    return steps;
  }

  /** The place as people write it, like {@code alicloud.volumes[0].claim}. */
  public String field(String section) {
    StringBuilder field = new StringBuilder(section);
    steps.forEach(
        step ->
            field
                .append(step.startsWith("[") ? "" : ".")
                .append(
                    PLAIN.matcher(step).matches() ? step : RequestRejectedException.excerpt(step)));
    return field.toString();
  }

  /** The same as a refusal of the request, with code 400. */
  public RequestRejectedException refusal(String section) {
    return RequestRejectedException.invalid(field(section), getMessage());
  }
}
