/**
 * From pods back to items: starts, ends and logs of attempts, and the sweep that finds what was
 * missed. The flow is {@code routes/batch-tracking.camel.yaml}.
 */
package dev.serai.batch.track;
