package dev.serai.batch.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.document.format.Place;
import java.util.Optional;

/**
 * An item as a document has it, before the defaults are laid under it.
 *
 * @param object empty where it can't be read, which has been noted
 */
record WrittenItem(int position, Place place, Optional<ObjectNode> object) {}
