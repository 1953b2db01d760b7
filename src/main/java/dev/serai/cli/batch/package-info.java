/**
 * {@code ./serai submit} and {@code ./serai batch}: batches, submitted, followed and controlled.
 */
package dev.serai.cli.batch;
