/**
 * Documents that batches are submitted by: read twice, in bounded memory. The first reading finds
 * every fault, the second one hands the items over to be stored.
 */
package dev.serai.batch.document;
