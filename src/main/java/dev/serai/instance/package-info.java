/**
 * The domain: requests, instances, and reasons of rejections. Values only; nothing here knows
 * Kubernetes, Camel, HTTP or a queue.
 */
package dev.serai.instance;
