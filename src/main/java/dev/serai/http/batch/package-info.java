/** Batches as HTTP shows them: submissions, what is told of a batch, and its control. */
package dev.serai.http.batch;
