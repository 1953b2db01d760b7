/** The database of batches: its connections, its schema, and what its errors mean. */
package dev.serai.batch.database;
