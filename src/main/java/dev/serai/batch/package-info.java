/**
 * Batches: many instances with an end. A batch and its items are rows of a database, which is also
 * their work queue; what becomes of an item is decided by {@link dev.serai.batch.ItemRule} alone.
 */
package dev.serai.batch;
