package dev.serai.batch.document;

import dev.serai.batch.BatchSpec;
import dev.serai.batch.Submission;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/** A document without a fault. */
public final class CheckedBatch {

  /** Reads the items again from the beginning. */
  interface Source {
    NewItems open() throws IOException;
  }

  private final BatchSpec spec;
  private final String digest;
  private final int size;
  private final Source source;

  CheckedBatch(BatchSpec spec, String digest, int size, Source source) {
    this.spec = Objects.requireNonNull(spec, "spec is null");
    this.digest = Objects.requireNonNull(digest, "digest is null");
    this.size = size;
    this.source = Objects.requireNonNull(source, "source is null");
  }

  /** The submission to be stored, without its items. */
  public Submission submission(Optional<String> key) {
    return new Submission(spec, key, digest);
  }

  public BatchSpec spec() {
    return spec;
  }

  /** As of {@link Submission#digest}. */
  public String digest() {
    return digest;
  }

  /** How many items it has. */
  public int size() {
    return size;
  }

  /** The items from the first one on; the caller closes them. */
  public NewItems items() throws IOException {
    return source.open();
  }
}
