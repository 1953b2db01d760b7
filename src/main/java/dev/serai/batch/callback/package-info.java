/**
 * Callbacks: which URLs and addresses may be notified of the end of a batch, and how a callback is
 * signed. Pure rules; a route sends the callbacks.
 */
package dev.serai.batch.callback;
