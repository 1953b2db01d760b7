package dev.serai.batch.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.batch.Backoff;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.RetryPolicy;
import dev.serai.batch.callback.CallbackRule;
import dev.serai.instance.BatchIdFormat;
import dev.serai.instance.JsonKind;
import dev.serai.instance.Ttl;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the settings of a document's batch, but not the items and their defaults. */
record SpecReader(CallbackRule callbacks, Duration maxTimeout) {

  private static final String INFRASTRUCTURE_RETRIES = "maxInfrastructureRetries";
  private static final int MAX_NAME = 128;
  private static final int MAX_PARALLELISM = 1_000_000;
  private static final int DEFAULT_PARALLELISM = 10;
  private static final int MAX_PRIORITY = 1_000;
  private static final int MAX_RETRIES = 1_000;
  private static final int MAX_EXIT_CODE = 255;

  BatchSpec read(Fields header) {
    Optional<String> name = header.name("name", MAX_NAME);
    if (name.isPresent() && BatchIdFormat.matches(name.get())) {
      header.fault("name", "looks like the id of a batch");
    }
    Optional<Duration> itemTimeout = timeout(header, "itemTimeout");
    return new BatchSpec(
        name,
        header.text("owner").orElse(""),
        header.whole("parallelism", 1, MAX_PARALLELISM, DEFAULT_PARALLELISM),
        header.whole("priority", -MAX_PRIORITY, MAX_PRIORITY, 0),
        retry(header),
        itemTimeout,
        header.duration("deadline"),
        header.flag("failFast"),
        header.durationOrNone("ttlAfterFinished").orElse(Duration.ZERO),
        callback(header));
  }

  /** Reads the timeout of an item's attempts or of all attempts. */
  Optional<Duration> timeout(Fields fields, String name) {
    return fields
        .duration(name)
        .filter(
            timeout -> {
              boolean tooLong = timeout.compareTo(maxTimeout) > 0;
              if (tooLong) {
                fields.fault(
                    name,
                    "is longer than an instance may live, %s (serai.max-ttl)"
                        .formatted(Ttl.of(maxTimeout)));
              }
              return !tooLong;
            });
  }

  private Optional<URI> callback(Fields header) {
    return header
        .text("callbackUrl")
        .flatMap(
            text -> {
              Optional<String> why = callbacks.fault(text);
              why.ifPresent(message -> header.fault("callbackUrl", message));
              return why.isPresent() ? Optional.empty() : Optional.of(URI.create(text));
            });
  }

  private static RetryPolicy retry(Fields header) {
    RetryPolicy otherwise = RetryPolicy.DEFAULT;
    int attempts = header.whole("maxAttempts", 1, MAX_RETRIES, otherwise.maxAttempts());
    int infrastructureRetries =
        header.whole(INFRASTRUCTURE_RETRIES, 0, MAX_RETRIES, otherwise.maxInfrastructureRetries());
    Backoff backoff = backoff(header);
    Optional<JsonNode> causes = header.list("retryOn");
    if (causes.isEmpty()) {
      return new RetryPolicy(attempts, infrastructureRetries, true, Set.of(), false, backoff);
    }
    boolean infrastructure = false;
    boolean failure = false;
    boolean timeout = false;
    Set<Integer> codes = new TreeSet<>();
    for (int i = 0; i < causes.get().size(); i++) {
      JsonNode cause = causes.get().get(i);
      boolean isCode = cause.isInt() && cause.intValue() > 0 && cause.intValue() <= MAX_EXIT_CODE;
      if (isCode) {
        codes.add(cause.intValue());
      }
      switch (cause.asText()) {
        case "infrastructure" -> infrastructure = true;
        case "failure" -> failure = true;
        case "timeout" -> timeout = true;
        default -> {
          if (!isCode) {
            header
                .faults()
                .add(
                    header.place().key("retryOn").index(i),
                    "is neither infrastructure, failure, timeout nor an exit code from 1 to "
                        + MAX_EXIT_CODE);
          }
        }
      }
    }
    if (!infrastructure && infrastructureRetries > 0 && header.has(INFRASTRUCTURE_RETRIES)) {
      header.fault(INFRASTRUCTURE_RETRIES, "has no effect: retryOn does not name infrastructure");
    }
    return new RetryPolicy(
        attempts,
        infrastructure ? infrastructureRetries : 0,
        failure || !codes.isEmpty(),
        codes,
        timeout,
        backoff);
  }

  /** A duration, or an object with the first and the longest one. */
  private static Backoff backoff(Fields header) {
    Backoff otherwise = Backoff.DEFAULT;
    Optional<JsonNode> given = header.value("backoff");
    if (given.isEmpty()) {
      return otherwise;
    }
    if (given.get().isTextual()) {
      return header
          .durationOrNone("backoff")
          .map(initial -> new Backoff(initial, longer(initial, otherwise.max())))
          .orElse(otherwise);
    }
    if (!given.get().isObject()) {
      header.fault(
          "backoff",
          "is "
              + JsonKind.of(given.get())
              + "; a duration or an object with initial and max is expected");
      return otherwise;
    }
    Fields fields =
        new Fields(
            header.object("backoff").orElseThrow(), header.place().key("backoff"), header.faults());
    fields.allowOnly(List.of("initial", "max"));
    Duration initial = fields.durationOrNone("initial").orElse(otherwise.initial());
    Optional<Duration> max = fields.duration("max");
    if (max.isPresent() && max.get().compareTo(initial) < 0) {
      fields.fault("max", "is shorter than initial, " + Ttl.of(initial));
      return otherwise;
    }
    return new Backoff(initial, max.orElse(longer(initial, otherwise.max())));
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
