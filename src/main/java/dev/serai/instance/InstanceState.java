package dev.serai.instance;

/** The states of an instance, spelt exactly as AEnvironment's SDK compares them. */
public enum InstanceState {
  /** Accepted, and not yet bound to a node. */
  PENDING("Pending"),
  /** Bound to a node; its containers are being made. */
  CREATING("Creating"),
  /** Its containers run, and it has an address. */
  RUNNING("Running"),
  /** It ended with success, was deleted, or has expired. */
  TERMINATED("Terminated"),
  /** It ended with an error, or never could start; the reason says why. */
  FAILED("Failed");

  private final String wire;

  InstanceState(String wire) {
    this.wire = wire;
  }

  /** The spelling on the wire. */
  public String wire() {
    return wire;
  }

  /** Whether nothing more happens to an instance in this state. */
  public boolean isFinal() {
    return this == TERMINATED || this == FAILED;
  }

  /**
   * Reads a state in its wire spelling, whatever its case.
   *
   * @throws RequestRejectedException 400 naming the field and the states there are
   */
  public static InstanceState parse(String field, String text) {
    for (InstanceState state : values()) {
      if (state.wire.equalsIgnoreCase(text)) {
        return state;
      }
    }
    throw RequestRejectedException.invalid(
        field,
        RequestRejectedException.excerpt(text)
            + " is none of Pending, Creating, Running, Terminated, Failed");
  }
}
