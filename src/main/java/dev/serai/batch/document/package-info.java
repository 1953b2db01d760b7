/**
 * Documents by which batches are submitted. They are read twice, in bounded memory: first to find
 * every fault, then to store the items.
 */
package dev.serai.batch.document;
