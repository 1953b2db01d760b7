/**
 * From items to pods: items are claimed as there is room, and given back when the cluster can't
 * take them now. The flow is {@code routes/batch-dispatch.camel.yaml}.
 */
package dev.serai.batch.run;
