package dev.serai.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.batch.Backoff;
import dev.serai.batch.BatchSpec;
import dev.serai.batch.BatchStore;
import dev.serai.batch.NewItem;
import dev.serai.batch.RetryPolicy;
import dev.serai.batch.Submission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A batch for a test. Its items' variable SERAI_SIMULATE says how the simulated cluster simulates
 * them.
 */
public final class TestBatch {

  private static final JsonMapper JSON = new JsonMapper();

  private final List<NewItem> items = new ArrayList<>();
  private int parallelism = 100;
  private int priority;
  private int maxAttempts = 1;
  private int maxInfrastructureRetries = 3;
  private Set<Integer> exitCodes = Set.of();
  private boolean onTimeout;
  private boolean failFast;
  private Duration ttlAfterFinished = Duration.ZERO;
  private Optional<Duration> deadline = Optional.empty();

  /** An item that is simulated. */
  public TestBatch item(String id, String simulation) {
    return item(id, "hello@1.0.0", simulation, Optional.empty());
  }

  public TestBatch item(String id, String env, String simulation, Optional<Duration> timeout) {
    ObjectNode request = JSON.createObjectNode().put("envName", env).put("owner", "team");
    request.putObject("environment_variables").put("SERAI_SIMULATE", simulation);
    items.add(new NewItem(id, request.toString(), "", timeout));
    return this;
  }

  /** An item that really runs: a command in the tests' environment {@code job}. */
  public TestBatch command(String id, Optional<Duration> timeout, String... command) {
    ObjectNode request = JSON.createObjectNode().put("envName", "job@1.0.0").put("owner", "team");
    for (String argument : command) {
      request.withArray("arguments").add(argument);
    }
    items.add(new NewItem(id, request.toString(), "", timeout));
    return this;
  }

  public TestBatch items(int count, String simulation) {
    for (int i = 0; i < count; i++) {
      item("i" + i, simulation);
    }
    return this;
  }

  public TestBatch parallelism(int most) {
    parallelism = most;
    return this;
  }

  public TestBatch priority(int level) {
    priority = level;
    return this;
  }

  public TestBatch attempts(int own, int infrastructure) {
    maxAttempts = own;
    maxInfrastructureRetries = infrastructure;
    return this;
  }

  public TestBatch retryOnlyOn(Integer... codes) {
    exitCodes = Set.of(codes);
    return this;
  }

  public TestBatch retryTimeouts() {
    onTimeout = true;
    return this;
  }

  public TestBatch failsFast() {
    failFast = true;
    return this;
  }

  public TestBatch keepsPodsFor(Duration time) {
    ttlAfterFinished = time;
    return this;
  }

  public TestBatch deadline(Duration time) {
    deadline = Optional.of(time);
    return this;
  }

  /** Stores it, and returns its id. */
  public String submit(BatchStore store) {
    BatchSpec spec =
        new BatchSpec(
            Optional.empty(),
            "team",
            parallelism,
            priority,
            new RetryPolicy(
                maxAttempts,
                maxInfrastructureRetries,
                true,
                exitCodes,
                onTimeout,
                new Backoff(Duration.ofMillis(50), Duration.ofMillis(200))),
            Optional.empty(),
            deadline,
            failFast,
            ttlAfterFinished,
            Optional.empty());
    return store
        .submit(
            new Submission(spec, Optional.empty(), UUID.randomUUID().toString()), items.iterator())
        .batch()
        .id();
  }
}
