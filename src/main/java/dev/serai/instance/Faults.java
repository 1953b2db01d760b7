package dev.serai.instance;

import java.util.List;

/**
 * The faults of a document that are told.
 *
 * @param more how many there are besides
 */
public record Faults(List<Fault> reported, int more) {

  public static final Faults NONE = new Faults(List.of(), 0);

  public Faults {
    reported = List.copyOf(reported);
  }

  public boolean isEmpty() {
    return reported.isEmpty() && more == 0;
  }

  /** The only fault, or how many there are and the first of them. */
  String summary() {
    int all = reported.size() + more;
    if (reported.isEmpty()) {
      return all + " faults";
    }
    return all == 1 ? reported.get(0).toString() : all + " faults; the first: " + reported.get(0);
  }
}
