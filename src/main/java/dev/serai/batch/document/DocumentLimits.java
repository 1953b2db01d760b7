package dev.serai.batch.document;

import java.time.Duration;

/**
 * How much a document may ask for.
 *
 * @param maxItems of a batch
 * @param maxItemSize of one item, and of all other fields together, in bytes
 * @param maxTimeout of an attempt, as long as an instance may live
 */
public record DocumentLimits(int maxItems, int maxItemSize, Duration maxTimeout) {}
