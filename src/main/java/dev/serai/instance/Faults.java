package dev.serai.instance;

import java.util.List;

/**
 * The faults of a document that are told.
 *
 * @param more how many there are besides
 */
public record Faults(List<Fault> told, int more) {

  public static final Faults NONE = new Faults(List.of(), 0);

  public Faults {
    told = List.copyOf(told);
  }

  public boolean isEmpty() {
    return told.isEmpty() && more == 0;
  }

  /** The only fault, or how many there are and the first of them. */
  String summary() {
    int all = told.size() + more;
    if (told.isEmpty()) {
      return all + " faults";
    }
    return all == 1 ? told.get(0).toString() : all + " faults; the first: " + told.get(0);
  }
}
