package dev.serai.batch;

import java.util.Objects;

/** What a request needs to know of a batch before it is served; counts no items. */
public record BatchHead(String id, String owner, BatchState state) {

  public BatchHead {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(owner, "owner is null");
    Objects.requireNonNull(state, "state is null");
  }
}
