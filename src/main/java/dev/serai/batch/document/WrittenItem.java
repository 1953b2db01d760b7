package dev.serai.batch.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.document.format.Place;
import java.util.Optional;

/**
 * An item as written in a document, before it is merged with the defaults.
 *
 * @param object empty if it can't be read, which is recorded as a fault
 */
record WrittenItem(int position, Place place, Optional<ObjectNode> object) {}
