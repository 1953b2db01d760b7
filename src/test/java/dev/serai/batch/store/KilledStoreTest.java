package dev.serai.batch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.AttemptOutcome;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.Batch;
import dev.serai.batch.Claim;
import dev.serai.batch.database.Database;
import dev.serai.batch.database.DatabaseAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that the store has acknowledged is in the file, also when the process is killed. */
class KilledStoreTest {

  private static final int ENDS = 300;

  @TempDir Path data;

  @Test
  void everyEndThatWasAnsweredOutlivesAKill() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=config/logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                data.resolve("batches").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<AttemptRef> answered = new ArrayList<>();
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      while (answered.size() < ENDS) {
        answered.add(ref(String.valueOf(lines.readLine())));
      }
      // not by the process itself, which would close its output
      ProcessHandle.of(child.pid()).ifPresent(ProcessHandle::destroyForcibly);
      child.waitFor();
      // its last line may be incomplete
      lines.lines().filter(line -> line.endsWith(";")).forEach(line -> answered.add(ref(line)));
    }

    try (Database database = open(data.resolve("batches"))) {
      StoredBatches store = new StoredBatches(database, Clock.systemUTC());
      assertThat(answered)
          .as("acknowledged outcomes")
          .allSatisfy(ref -> assertThat(store.attempt(ref).orElseThrow().end()).isPresent());
      Batch batch = store.list(StoreContract.ALL, Optional.empty(), 1).get(0);
      assertThat(batch.counts().total()).isEqualTo(5_000);
    }
  }

  private static AttemptRef ref(String line) {
    return AttemptRef.parse(line.replace(";", ""));
  }

  private static Database open(Path folder) {
    return Database.open(DatabaseAddress.in(folder), new SimpleMeterRegistry());
  }

  /** Ends items, and prints which, until it is killed. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) {
      Database database = open(Path.of(arguments[0]));
      new StoredBatches(database, Clock.systemUTC())
          .submit(Sample.plain().submission(), Sample.items(5_000));
      StoredLedger ledger =
          new StoredLedger(database, new Limits(1000, 0), new SimpleMeterRegistry());
      while (true) {
        Instant now = Instant.now();
        // several at the same time, whose commits are synced together
        ledger.claim("r", 10, Set.of(), Duration.ofMinutes(1), now).parallelStream()
            .map(Claim::ref)
            .forEach(
                ref -> {
                  ledger.end(ref, Sample.end(AttemptOutcome.Kind.SUCCEEDED, now), now);
                  System.out.println(ref + ";");
                });
      }
    }
  }
}
