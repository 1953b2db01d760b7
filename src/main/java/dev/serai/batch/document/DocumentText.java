package dev.serai.batch.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.document.format.FaultList;
import dev.serai.batch.document.format.Place;
import java.io.IOException;
import java.util.Optional;

/** A document in one of the formats. */
interface DocumentText {

  /** The place of the header's fields. */
  Place top();

  /**
   * Everything but the listed items.
   *
   * @return empty if there is none, which is recorded as a fault
   */
  Optional<ObjectNode> header(FaultList faults) throws IOException;

  /** Whether items are listed, once the header has been read. */
  boolean listsItems();

  /** The listed items, from the first one on. */
  WrittenItems items(FaultList faults) throws IOException;
}
