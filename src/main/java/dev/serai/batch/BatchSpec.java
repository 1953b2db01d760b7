package dev.serai.batch;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.mapper.Nested;

/**
 * The settings of a submitted batch, without its items.
 *
 * @param name unique among its owner's batches; a repeat with the same name is the same batch
 * @param owner the name of its owner; may be empty
 * @param parallelism how many of its items may be active at the same time, from 1
 * @param priority batches with a higher priority are served first; 0 by default
 * @param itemTimeout how long an attempt may run, unless its item sets a timeout
 * @param deadline how long after its submission the batch is ended
 * @param failFast whether the first item that fails after its retries ends the batch
 * @param ttlAfterFinished how long the pod of an ended attempt is retained for inspection
 * @param callbackUrl notified of the batch's end
 */
public record BatchSpec(
    Optional<String> name,
    String owner,
    int parallelism,
    int priority,
    @Nested RetryPolicy retry,
    Optional<Duration> itemTimeout,
    Optional<Duration> deadline,
    boolean failFast,
    Duration ttlAfterFinished,
    Optional<URI> callbackUrl) {

  public BatchSpec {
    Objects.requireNonNull(name, "name is null");
    Objects.requireNonNull(owner, "owner is null");
    Objects.requireNonNull(retry, "retry is null");
    Objects.requireNonNull(itemTimeout, "itemTimeout is null");
    Objects.requireNonNull(deadline, "deadline is null");
    Objects.requireNonNull(ttlAfterFinished, "ttlAfterFinished is null");
    Objects.requireNonNull(callbackUrl, "callbackUrl is null");
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism is less than 1");
    }
  }
}
