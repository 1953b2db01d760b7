/**
 * A Kubernetes API inside the process, for trying Serai and for fast tests: pods, their logs and
 * events, leases and access reviews, over HTTP on the loopback interface, without a container.
 *
 * <p>Everything (requests, pods' lives, watches) runs on one event loop, so no class here needs a
 * lock; only {@link dev.serai.cluster.simulated.SimulatedCluster} may be called from any thread.
 * What is simpler than a real cluster: a finished container is never restarted whatever the restart
 * policy says, finalizers are not waited for, pages of a list show the present rather than the
 * moment of their first page, and there are no quotas, admission webhooks or nodes.
 */
package dev.serai.cluster.simulated;
