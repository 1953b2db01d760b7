/** Chooses the cluster of an instance. */
package dev.serai.cluster.placement;
