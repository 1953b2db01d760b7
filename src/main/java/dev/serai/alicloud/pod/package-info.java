/**
 * ACK's pod features: the section {@code alicloud} of requests, environments and clusters, and what
 * it makes of a pod. Pure functions; nothing here talks to a cluster or to Alibaba Cloud.
 */
package dev.serai.alicloud.pod;
