/**
 * Batches of instances that run to completion. A batch and its items are rows of a database, which
 * is also their work queue. {@link dev.serai.batch.ItemRule} alone decides whether an item is
 * retried.
 */
package dev.serai.batch;
