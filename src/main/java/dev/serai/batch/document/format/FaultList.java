package dev.serai.batch.document.format;

import dev.serai.instance.Fault;
import dev.serai.instance.Faults;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the faults of a document; of very many, the first are reported and the others counted.
 */
public final class FaultList {

  private static final int TOLD = 100;

  private final List<Fault> reported = new ArrayList<>();
  private int more;

  public void add(Place place, String message) {
    if (reported.size() < TOLD) {
      reported.add(new Fault(place.toString(), message));
    } else {
      more++;
    }
  }

  public boolean isEmpty() {
    return reported.isEmpty();
  }

  /** The number of faults so far. */
  public int size() {
    return reported.size() + more;
  }

  public Faults faults() {
    return new Faults(reported, more);
  }
}
