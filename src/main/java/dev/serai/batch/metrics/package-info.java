/** What is counted of batches where it happens. */
package dev.serai.batch.metrics;
