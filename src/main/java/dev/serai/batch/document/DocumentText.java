package dev.serai.batch.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.document.format.FaultList;
import dev.serai.batch.document.format.Place;
import java.io.IOException;
import java.util.Optional;

/** A document in one of the formats. */
interface DocumentText {

  /** Where the fields of the header stand. */
  Place top();

  /**
   * Everything but the items that are listed.
   *
   * @return empty where there is none, which has been noted
   */
  Optional<ObjectNode> header(FaultList faults) throws IOException;

  /** Whether items are listed, once the header has been read. */
  boolean listsItems();

  /** The items that are listed, from the first one on. */
  WrittenItems items(FaultList faults) throws IOException;
}
