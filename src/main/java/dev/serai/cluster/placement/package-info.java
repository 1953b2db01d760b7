/** On which of several clusters an instance runs. */
package dev.serai.cluster.placement;
