package dev.serai.batch;

import java.util.Objects;
import java.util.Optional;

/**
 * A checked batch that is to be stored.
 *
 * @param key the idempotency key; unique among its owner's batches
 * @param digest of the whole normalised document, in hexadecimal digits: distinguishes a repeat
 *     from a conflict
 */
public record Submission(BatchSpec spec, Optional<String> key, String digest) {

  public Submission {
    Objects.requireNonNull(spec, "spec is null");
    Objects.requireNonNull(key, "key is null");
    Objects.requireNonNull(digest, "digest is null");
  }
}
