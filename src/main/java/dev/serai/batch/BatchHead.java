package dev.serai.batch;

import java.util.Objects;

/** The fields of a batch that a request needs before it is served; read without counting items. */
public record BatchHead(String id, String owner, BatchState state) {

  public BatchHead {
    Objects.requireNonNull(id, "id is null");
    Objects.requireNonNull(owner, "owner is null");
    Objects.requireNonNull(state, "state is null");
  }
}
