package dev.serai.batch.store;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.Backoff;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.LogTail;
import dev.serai.batch.NewItem;
import dev.serai.batch.RetryPolicy;
import dev.serai.batch.Submission;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Batches for tests, each a variation of a plain one. */
record Sample(BatchSpec spec, Optional<String> key, String digest) {

  static final Duration BACKOFF = Duration.ofSeconds(10);

  static Sample plain() {
    return new Sample(
        new BatchSpec(
            Optional.empty(),
            "team",
            10,
            0,
            retry(1, 0),
            Optional.empty(),
            Optional.empty(),
            false,
            Duration.ZERO,
            Optional.empty()),
        Optional.empty(),
        "d1");
  }

  static RetryPolicy retry(int attempts, int infrastructure) {
    return new RetryPolicy(
        attempts,
        infrastructure,
        true,
        Set.of(),
        true,
        new Backoff(BACKOFF, Duration.ofMinutes(5)));
  }

  Sample named(String name) {
    return with(Optional.of(name), spec.owner(), spec.parallelism(), spec.priority(), spec.retry());
  }

  Sample of(String owner) {
    return with(spec.name(), owner, spec.parallelism(), spec.priority(), spec.retry());
  }

  Sample parallel(int parallelism) {
    return with(spec.name(), spec.owner(), parallelism, spec.priority(), spec.retry());
  }

  Sample priority(int priority) {
    return with(spec.name(), spec.owner(), spec.parallelism(), priority, spec.retry());
  }

  Sample attempts(int attempts, int infrastructure) {
    return with(
        spec.name(),
        spec.owner(),
        spec.parallelism(),
        spec.priority(),
        retry(attempts, infrastructure));
  }

  Sample failFast() {
    return with(spec.deadline(), true, spec.callbackUrl(), spec.ttlAfterFinished());
  }

  Sample deadline(Duration deadline) {
    return with(
        Optional.of(deadline), spec.failFast(), spec.callbackUrl(), spec.ttlAfterFinished());
  }

  Sample callback(String url) {
    return with(
        spec.deadline(), spec.failFast(), Optional.of(URI.create(url)), spec.ttlAfterFinished());
  }

  Sample keepingPods(Duration ttl) {
    return with(spec.deadline(), spec.failFast(), spec.callbackUrl(), ttl);
  }

  Sample key(String key) {
    return new Sample(spec, Optional.of(key), digest);
  }

  Sample digest(String digest) {
    return new Sample(spec, key, digest);
  }

  private Sample with(
      Optional<String> name, String owner, int parallelism, int priority, RetryPolicy retry) {
    return new Sample(
        new BatchSpec(
            name,
            owner,
            parallelism,
            priority,
            retry,
            spec.itemTimeout(),
            spec.deadline(),
            spec.failFast(),
            spec.ttlAfterFinished(),
            spec.callbackUrl()),
        key,
        digest);
  }

  private Sample with(
      Optional<Duration> deadline, boolean failFast, Optional<URI> callback, Duration ttl) {
    return new Sample(
        new BatchSpec(
            spec.name(),
            spec.owner(),
            spec.parallelism(),
            spec.priority(),
            spec.retry(),
            spec.itemTimeout(),
            deadline,
            failFast,
            ttl,
            callback),
        key,
        digest);
  }

  Submission submission() {
    return new Submission(spec, key, digest);
  }

  static Iterator<NewItem> items(int count) {
    return items(count, "");
  }

  static Iterator<NewItem> items(int count, String target) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new NewItem(
                    "item-" + i, "{\"envName\":\"e@1\",\"n\":" + i + "}", target, Optional.empty()))
        .iterator();
  }

  static AttemptOutcome end(AttemptOutcome.Kind kind, Instant at) {
    boolean ran = kind == AttemptOutcome.Kind.SUCCEEDED || kind == AttemptOutcome.Kind.FAILED;
    OptionalInt exitCode =
        ran ? OptionalInt.of(kind == AttemptOutcome.Kind.FAILED ? 3 : 0) : OptionalInt.empty();
    return new AttemptOutcome(
        kind,
        kind == AttemptOutcome.Kind.SUCCEEDED ? "" : kind.name(),
        "",
        exitCode,
        "node-1",
        at,
        ran ? new LogTail("log\n", false, true) : LogTail.NONE);
  }
}
