package dev.serai.http.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.batch.Attempt;
import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.Batch;
import dev.serai.batch.Item;
import dev.serai.batch.ItemCounts;
import dev.serai.batch.ItemState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Batches and their items as JSON, the same in responses, events and callbacks. */
public final class BatchJson {

  private static final JsonMapper JSON = new JsonMapper();

  private final Optional<BatchProgress> progress;

  /** Writes only fields that do not change while a batch stays in a state. */
  public BatchJson() {
    this.progress = Optional.empty();
  }

  /** Also writes the progress of a running batch. */
  public BatchJson(BatchProgress progress) {
    this.progress = Optional.of(progress);
  }

  /** Absent values are null. */
  public Map<String, Object> of(Batch batch) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", batch.id());
    json.put("name", batch.spec().name().orElse(null));
    json.put("owner", batch.spec().owner());
    json.put("state", batch.state().name());
    json.put("reason", unlessEmpty(batch.reason()));
    json.put("message", unlessEmpty(batch.message()));
    json.put("priority", batch.spec().priority());
    json.put("parallelism", batch.spec().parallelism());
    json.put("counts", counts(batch.counts()));
    json.put("total", batch.counts().total());
    json.put("created_at", batch.createdAt().toString());
    json.put("finished_at", text(batch.finishedAt()));
    json.put("deadline_at", text(batch.spec().deadline().map(batch.createdAt()::plus)));
    progress.flatMap(of -> of.of(batch)).ifPresent(now -> json.put("progress", of(now)));
    return json;
  }

  private static Map<String, Object> of(BatchProgress.Progress progress) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rate_per_second", Math.round(progress.rate() * 100) / 100.0);
    json.put("remaining_seconds", progress.remaining().map(Duration::toSeconds).orElse(null));
    return json;
  }

  static Map<String, Object> of(Item item) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", item.id());
    json.put("position", item.position());
    json.put("state", item.state().name());
    json.put("attempt", item.attempt());
    json.put("failures", item.failures());
    json.put("infrastructure_failures", item.infrastructureFailures());
    json.put("reason", unlessEmpty(item.reason()));
    json.put("message", unlessEmpty(item.message()));
    json.put("exit_code", number(item.exitCode()));
    json.put("not_before", text(item.notBefore()));
    json.put("started_at", text(item.startedAt()));
    json.put("finished_at", text(item.finishedAt()));
    return json;
  }

  /** An attempt without its log, which has its own operation. */
  static Map<String, Object> of(Attempt attempt) {
    Optional<AttemptOutcome> end = attempt.end();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", attempt.ref().number());
    json.put("pod", unlessEmpty(attempt.pod()));
    json.put("cluster", unlessEmpty(attempt.cluster()));
    json.put("node", unlessEmpty(attempt.node()));
    json.put("replica", attempt.replica());
    json.put("claimed_at", attempt.claimedAt().toString());
    json.put("started_at", text(attempt.startedAt()));
    json.put("ended_at", text(end.map(AttemptOutcome::at)));
    json.put("outcome", end.map(of -> of.kind().name()).orElse(null));
    json.put("reason", end.map(of -> unlessEmpty(of.reason())).orElse(null));
    json.put("message", end.map(of -> unlessEmpty(of.message())).orElse(null));
    json.put("exit_code", end.map(of -> number(of.exitCode())).orElse(null));
    json.put("log_available", end.map(of -> of.log().available()).orElse(false));
    json.put("log_truncated", end.map(of -> of.log().truncated()).orElse(false));
    return json;
  }

  /** As text on one line. */
  public static String text(Map<String, Object> json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a response as JSON", e);
    }
  }

  private static Integer number(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  private static Map<String, Integer> counts(ItemCounts counts) {
    Map<String, Integer> json = new LinkedHashMap<>();
    for (ItemState state : ItemState.values()) {
      json.put(state.name().toLowerCase(Locale.ROOT), counts.of(state));
    }
    return json;
  }

  private static String text(Optional<Instant> instant) {
    return instant.map(Instant::toString).orElse(null);
  }

  private static String unlessEmpty(String text) {
    return text.isEmpty() ? null : text;
  }
}
