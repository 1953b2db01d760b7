/**
 * Publishes the ends of batches: as events on a topic, and by callbacks to URLs that the submitters
 * have chosen and that are therefore not trusted.
 */
package dev.serai.http.callback;
