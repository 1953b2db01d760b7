/**
 * The cluster: clients of its API server, the cache of its pods, the {@code kubernetes-pods}
 * endpoints of the routes, logs, leadership.
 */
package dev.serai.cluster;
