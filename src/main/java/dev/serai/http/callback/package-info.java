/**
 * Telling of the ends of batches: as events on a topic, and by callbacks to addresses that whoever
 * submits a batch has chosen, so that nothing of theirs is trusted.
 */
package dev.serai.http.callback;
