/** What the routes of batches begin with: endpoints {@code batches:...}. */
package dev.serai.batch.source;
