package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.FreePorts;
import dev.serai.batch.Attempt;
import dev.serai.batch.Batch;
import dev.serai.batch.BatchStore;
import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.batch.Item;
import dev.serai.batch.ItemState;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import dev.serai.batch.store.Postgres;
import dev.serai.batch.store.StoredBatches;
import dev.serai.server.RunningServer;
import dev.serai.server.TestBatch;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Batches end as they should while replicas, API server and database are killed one after the
 * other: for some twelve minutes, or with {@code -Dit.crash.items=80} for five.
 */
class BatchCrashIT {

  private static final int ITEMS = Integer.getInteger("it.crash.items", 500);
  private static final int PARALLELISM = Math.max(10, ITEMS / 8);
  private static final int KILLS_ON_H2 = Math.max(3, ITEMS / 50);
  private static final Duration LONGEST = Duration.ofMinutes(15);

  @TempDir Path folder;

  private KubernetesClient admin;
  private String namespace;

  @BeforeEach
  void makeNamespace() {
    admin = TestCluster.admin();
    namespace = TestCluster.newNamespace(admin);
  }

  @AfterEach
  void deleteNamespace() {
    TestCluster.deleteNamespace(admin, namespace);
    admin.close();
  }

  @Test
  void twoReplicasOnPostgresLoseNothingWhateverIsKilled() throws Exception {
    try (Postgres postgres = Postgres.create()) {
      DatabaseAddress address = postgres.newDatabase();
      Map<String, String> flags = flags();
      flags.put("database-url", postgres.url("test1"));
      flags.put("database-user", postgres.user());
      flags.put("database-password", postgres.password());
      try (Database database = Database.open(address, new SimpleMeterRegistry());
          AttemptWatch watch = new AttemptWatch(admin, namespace);
          Replica first = new Replica("first", flags);
          Replica second = new Replica("second", flags)) {
        BatchStore store = new StoredBatches(database, Clock.systemUTC());
        String id = batch().submit(store);
        Random random = new Random(4);
        int kills = 0;
        int stops = 0;
        int restarts = 0;
        Instant end = Instant.now().plus(LONGEST);
        while ((ended(store, id) < ITEMS || stops < 2 || restarts < 1)
            && Instant.now().isBefore(end)) {
          TimeUnit.MILLISECONDS.sleep(5_000 + random.nextInt(10_000));
          (random.nextBoolean() ? first : second).killAndStart();
          kills++;
          int done = ended(store, id);
          if ((stops == 0 && done > ITEMS / 5) || (stops == 1 && done > 3 * ITEMS / 5)) {
            TestCluster.stopApi();
            TimeUnit.SECONDS.sleep(5);
            TestCluster.startApi();
            stops++;
          }
          if (restarts == 0 && done > 2 * ITEMS / 5) {
            postgres.restart();
            restarts++;
          }
        }
        check(store, watch, id);
        System.out.printf(
            "Two replicas on PostgreSQL: %d items, %d kills, %d stops of the API server,"
                + " %d restart of PostgreSQL%n",
            ITEMS, kills, stops, restarts);
      }
    }
  }

  @Test
  void oneReplicaOnH2LosesNothingHoweverOftenItIsKilled() throws Exception {
    String id;
    Map<String, String> flags = flags();
    Path data = folder.resolve("alone-data");
    // a server of its own stores the batch, and stops: the file serves one process
    flags.put("batch-limit", "1");
    try (RunningServer submitting = RunningServer.start(data, flags)) {
      id = batch().submit(submitting.batches());
    }
    flags.put("batch-limit", String.valueOf(PARALLELISM));
    try (AttemptWatch watch = new AttemptWatch(admin, namespace)) {
      try (Replica alone = new Replica("alone", flags)) {
        for (int kills = 0; kills < KILLS_ON_H2; kills++) {
          TimeUnit.SECONDS.sleep(8);
          alone.killAndStart();
        }
        alone.awaitReady();
        Awaitility.await("the batch has ended")
            .atMost(LONGEST)
            .pollInterval(Duration.ofSeconds(1))
            // not only its items: the batch itself is ended a moment after the last of them
            .until(() -> alone.body("/batches/" + id).contains("\"finished_at\":\""));
      }
      try (Database database =
          Database.open(DatabaseAddress.in(data.resolve("batches")), new SimpleMeterRegistry())) {
        check(new StoredBatches(database, Clock.systemUTC()), watch, id);
      }
      System.out.printf("One replica on H2: %d items, %d kills%n", ITEMS, KILLS_ON_H2);
    }
  }

  private static TestBatch batch() {
    TestBatch batch = new TestBatch().parallelism(PARALLELISM).attempts(1, 5);
    for (int i = 0; i < ITEMS; i++) {
      batch.command(
          "i" + i,
          Optional.empty(),
          "sh",
          "-c",
          "echo begin $SERAI_BATCH_ID/" + i + "/$SERAI_ATTEMPT; sleep " + i % 3);
    }
    return batch;
  }

  private static int ended(BatchStore store, String id) {
    try {
      return store.find(id).orElseThrow().counts().ended();
    } catch (DatabaseUnavailableException e) {
      return 0;
    }
  }

  /** Every item ended once, each attempt ran in one pod at a time, and said so itself. */
  private static void check(BatchStore store, AttemptWatch watch, String id) {
    Awaitility.await("the batch has ended")
        .atMost(Duration.ofMinutes(2))
        .ignoreException(DatabaseUnavailableException.class)
        .until(() -> store.find(id).orElseThrow().state().isFinal());
    Batch batch = store.find(id).orElseThrow();
    List<Item> items = store.items(id, Optional.empty(), -1, ITEMS);
    List<String> withoutLog = new ArrayList<>();
    int attempts = 0;
    for (Item item : items) {
      List<Attempt> all = store.attempts(id, item.position());
      attempts += all.size();
      assertThat(item.state()).as(item + " " + all).isEqualTo(ItemState.SUCCEEDED);
      assertThat(all).as(item.id()).allMatch(attempt -> attempt.end().isPresent());
      Attempt last = store.attempt(all.get(all.size() - 1).ref()).orElseThrow();
      if (last.end().orElseThrow().log().available()) {
        assertThat(last.end().orElseThrow().log().text()).isEqualTo("begin " + last.ref() + "\n");
      } else {
        withoutLog.add(item.id());
      }
    }
    assertThat(batch.counts().total()).isEqualTo(ITEMS);
    assertThat(batch.counts().of(ItemState.SUCCEEDED)).isEqualTo(ITEMS);
    assertThat(watch.twice()).as("attempts with two pods at one time").isEmpty();
    assertThat(watch.ever().values())
        .as("pods of each attempt")
        .allSatisfy(pods -> assertThat(pods).hasSize(1));
    assertThat(withoutLog).as("logs that got lost").isEmpty();
    System.out.printf(
        "%d items, %d attempts, none of them with a second pod, in %d s%n",
        items.size(),
        attempts,
        Duration.between(batch.createdAt(), batch.finishedAt().orElseThrow()).toSeconds());
  }

  private Map<String, String> flags() {
    Map<String, String> flags =
        new HashMap<>(TestCluster.flags(namespace, TestCluster.kubeconfig()));
    flags.put("batch-limit", String.valueOf(PARALLELISM));
    flags.put("environments", TestFolders.environments(folder).toString());
    flags.put("pod-templates", TestFolders.podTemplates(folder).toString());
    return flags;
  }

  /** A server that is killed and started again, always the same but for its process. */
  private final class Replica implements AutoCloseable {

    private final Path log;
    private final Map<String, String> flags;
    private final int port = FreePorts.next();
    private final int managementPort = FreePorts.next();
    private ServerChild child;

    Replica(String name, Map<String, String> common) {
      log = folder.resolve(name + ".log");
      flags = new HashMap<>(common);
      flags.put("data", folder.resolve(name + "-data").toString());
      flags.put("port", String.valueOf(port));
      child = ServerChild.start(log, managementPort, flags);
    }

    void killAndStart() {
      child.kill();
      child = ServerChild.start(log, managementPort, flags);
    }

    void awaitReady() {
      child.awaitReady();
    }

    String body(String path) {
      try (var in = java.net.URI.create("http://127.0.0.1:" + port + path).toURL().openStream()) {
        return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      } catch (java.io.IOException e) {
        return e.toString();
      }
    }

    @Override
    public void close() {
      child.close();
    }
  }
}
