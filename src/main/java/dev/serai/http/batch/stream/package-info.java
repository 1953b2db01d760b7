/**
 * What is told of a batch piece by piece: its events, its results, and the logs of its items. Each
 * is written by the thread of its request, no faster than the client reads.
 */
package dev.serai.http.batch.stream;
