/**
 * The attempts that this replica tracks, and their pods: which claims it holds, what the database
 * knows of each pod, the outcome and the log of each attempt, and the sweep that finds missed
 * changes. The flow is {@code routes/batch-tracking.camel.yaml}.
 */
package dev.serai.batch.track;
