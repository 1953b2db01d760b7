/**
 * The attempts that this replica follows, and their pods: which claims it holds, what the database
 * knows of each pod, the outcome and the log of each attempt, and the sweep that finds what was
 * missed. The flow is {@code routes/batch-tracking.camel.yaml}.
 */
package dev.serai.batch.track;
