/**
 * Callbacks: which URLs and addresses may be told of the end of a batch, and how it is signed. Pure
 * rules; the telling is a route.
 */
package dev.serai.batch.callback;
