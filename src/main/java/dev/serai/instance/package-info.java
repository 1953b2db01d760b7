/**
 * The domain: what is asked for, what there is, and why something was refused. Values only; nothing
 * here knows Kubernetes, Camel, HTTP or a queue.
 */
package dev.serai.instance;
