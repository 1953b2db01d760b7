package dev.serai.batch.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.AttemptRef;
import dev.serai.batch.ItemLedger;
import dev.serai.batch.ItemLedger.Standing;
import dev.serai.batch.LogTail;
import dev.serai.batch.run.OwnAttempts;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.PodCache;
import dev.serai.cluster.TestClusters;
import dev.serai.pod.PodEnds;
import dev.serai.pod.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrackingTest {

  private static final AttemptRef REF = new AttemptRef("b-1", 0, 1);

  private final PodCache cache =
      new PodCache(new Clusters(List.of(TestClusters.of("a", 1))), Map.of("app", "test"));
  private final List<String> told = new ArrayList<>();
  private Standing standing = Standing.PRESENT;

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void thePodOfAnAttemptThatIsOverGoesWithoutASecondEnd() {
    standing = Standing.OVER;

    tracking().end(gone(), LogTail.NONE);

    assertThat(told).containsExactly("created");
  }

  @Test
  void thePodOfAnAttemptThatGoesOnEndsItWhenItGoes() {
    tracking().end(gone(), LogTail.NONE);

    assertThat(told).containsExactly("created", "end");
  }

  private static Sighting gone() {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("pod-1")
            .withUid("uid-1")
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .endStatus()
            .build();
    return Sighting.of(Sighting.What.GONE, REF, pod);
  }

  private Tracking tracking() {
    Clock clock = Clock.systemUTC();
    return new Tracking(
        ledger(),
        cache,
        new PodEnds(
            new PodReader(clock, Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofHours(24)),
            clock),
        new OwnAttempts("store", true),
        new Busy(clock),
        clock);
  }

  /** Remembers what it is told. */
  private ItemLedger ledger() {
    return (ItemLedger)
        Proxy.newProxyInstance(
            ItemLedger.class.getClassLoader(),
            new Class<?>[] {ItemLedger.class},
            (proxy, method, arguments) -> {
              told.add(method.getName());
              return switch (method.getName()) {
                case "created" -> standing;
                case "end" -> Optional.empty();
                default -> throw new UnsupportedOperationException(method.getName());
              };
            });
  }
}
