package dev.serai.batch.document.format;

import dev.serai.instance.Fault;
import dev.serai.instance.Faults;
import java.util.ArrayList;
import java.util.List;

/** Gathers the faults of a document; of very many the first are told and the others counted. */
public final class FaultList {

  private static final int TOLD = 100;

  private final List<Fault> told = new ArrayList<>();
  private int more;

  public void add(Place place, String message) {
    if (told.size() < TOLD) {
      told.add(new Fault(place.toString(), message));
    } else {
      more++;
    }
  }

  public boolean isEmpty() {
    return told.isEmpty();
  }

  /** How many there are, to find out whether more have come. */
  public int size() {
    return told.size() + more;
  }

  public Faults faults() {
    return new Faults(told, more);
  }
}
