/** Batches as rows: the store, the ledger of items and the outbox on H2 and PostgreSQL. */
package dev.serai.batch.store;
