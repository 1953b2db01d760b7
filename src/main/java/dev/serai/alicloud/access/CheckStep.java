package dev.serai.alicloud.access;

import java.util.Objects;

/**
 * One step of the check.
 *
 * @param name what was looked at
 * @param detail what was found, or what is wrong; never a secret
 * @param hint what to do; empty unless it failed
 */
public record CheckStep(String name, Outcome outcome, String detail, String hint) {

  /** How a step ended. */
  public enum Outcome {
    GOOD,
    FAILED,
    /** Not tried, because it needs a step that failed. */
    SKIPPED
  }

  public CheckStep {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(outcome, "outcome is null");
    Objects.requireNonNull(detail, "detail is null");
    Objects.requireNonNull(hint, "hint is null");
  }

  static CheckStep good(String name, String detail) {
    return new CheckStep(name, Outcome.GOOD, detail, "");
  }

  static CheckStep failed(String name, String detail, String hint) {
    return new CheckStep(name, Outcome.FAILED, detail, hint);
  }

  static CheckStep skipped(String name, String needs) {
    return new CheckStep(name, Outcome.SKIPPED, "needs: " + needs, "");
  }
}
