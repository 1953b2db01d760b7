/**
 * From an environment, a request and a template to a pod, and from a pod back to an instance: pure
 * functions, names, labels and annotations. Nothing here talks to a cluster.
 */
package dev.serai.pod;
