/**
 * The formats that batches are written in, read part by part, so that a document of any size needs
 * no more memory than its largest item.
 */
package dev.serai.batch.document.format;
