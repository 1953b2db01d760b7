package dev.serai.batch.document;

import dev.serai.base.Sha256;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.NewItem;
import dev.serai.batch.RetryPolicy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeSet;

/**
 * SHA-256 of a document's meaning: documents with the same meaning have the same digest, whatever
 * their format, the order of their keys, and what they leave to the defaults. The order of items
 * counts.
 */
final class DocumentDigest {

  private final MessageDigest digest = Sha256.digest();

  DocumentDigest(BatchSpec spec) {
    RetryPolicy retry = spec.retry();
    add(
        spec.name(),
        spec.owner(),
        spec.parallelism(),
        spec.priority(),
        retry.maxAttempts(),
        retry.maxInfrastructureRetries(),
        retry.onFailure(),
        new TreeSet<>(retry.exitCodes()),
        retry.onTimeout(),
        retry.backoff().initial(),
        retry.backoff().max(),
        spec.itemTimeout(),
        spec.deadline(),
        spec.failFast(),
        spec.ttlAfterFinished(),
        spec.callbackUrl());
  }

  void add(NewItem item) {
    add(item.id(), item.request(), item.timeout());
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Writes the length before each value, so that "a", "bc" and "ab", "c" differ. */
  private void add(Object... values) {
    for (Object value : values) {
      Object given =
          value instanceof Optional<?> maybe ? maybe.map(Object::toString).orElse("") : value;
      byte[] bytes = given.toString().getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
      digest.update(bytes);
    }
  }
}
