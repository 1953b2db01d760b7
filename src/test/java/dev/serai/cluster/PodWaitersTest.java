package dev.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PodWaitersTest {

  private static final int TIMES = 3_000;

  private static final Pod POD =
      new PodBuilder().withNewMetadata().withName("a").endMetadata().build();

  private final PodWaiters waiters = new PodWaiters();

  @Test
  void whoBeginsToWaitWhileTheLastOneLeavesIsTold() {
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> others = CompletableFuture.runAsync(() -> comeAndGo(over));
    try {
      for (int i = 0; i < TIMES; i++) {
        CompletableFuture<Boolean> reported = await(Optional.empty());
        waiters.see(POD);
        assertThat(reported.join()).as("the %dth", i).isTrue();
      }
    } finally {
      over.set(true);
      others.join();
    }
  }

  private void comeAndGo(AtomicBoolean over) {
    while (!over.get()) {
      await(Optional.of(POD)).join();
    }
  }

  private CompletableFuture<Boolean> await(Optional<Pod> present) {
    return waiters.await("a", present, pod -> true, Duration.ofSeconds(60));
  }
}
