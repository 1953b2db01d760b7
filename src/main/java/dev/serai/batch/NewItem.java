package dev.serai.batch;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * An item of a submission, merged with the batch's defaults.
 *
 * @param id unique in its batch
 * @param request the body of a creation as of {@code POST /env-instance}, in JSON, which has been
 *     checked
 * @param target the cluster or region that the request names; empty for none. Items that can't be
 *     started there wait without blocking items of other targets.
 * @param timeout of each attempt; absent for the batch's
 */
public record NewItem(String id, String request, String target, Optional<Duration> timeout) {

  public NewItem {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(request, "request is null");
    Objects.requireNonNull(target, "target is null");
    Objects.requireNonNull(timeout, "timeout is null");
  }

  /** The id only, because the request may hold secrets. */
  @Override
  public String toString() {
    return "NewItem[" + id + "]";
  }
}
