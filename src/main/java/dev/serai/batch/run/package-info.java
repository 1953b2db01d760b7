/**
 * From items to pods: items are claimed while there is room, and released when the cluster can't
 * accept them now. The flow is {@code routes/batch-dispatch.camel.yaml}.
 */
package dev.serai.batch.run;
