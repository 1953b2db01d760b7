/** The HTTP operations of batches: submission, queries and control. */
package dev.serai.http.batch;
