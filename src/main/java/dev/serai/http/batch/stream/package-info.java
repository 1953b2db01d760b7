/**
 * Streamed responses about batches: events, results, and logs of items. Each is written by the
 * thread of its request, no faster than the client reads.
 */
package dev.serai.http.batch.stream;
