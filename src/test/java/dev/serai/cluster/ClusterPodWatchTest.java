package dev.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of pods while the clients that watch them are exchanged. */
class ClusterPodWatchTest {

  private static final int LOOKS = 3;

  private final TwoWays ways = TwoWays.start();
  private final RecordingReceiver reported = new RecordingReceiver();
  private final ClusterPodWatch feed =
      new ClusterPodWatch(ways.cluster(), Map.of("ours", "yes"), reported);

  @BeforeEach
  void start() {
    feed.start();
    ways.create("a");
    ways.create("b");
    await().until(() -> reported.present().containsAll(List.of("a", "b")));
  }

  @AfterEach
  void stop() {
    feed.close();
    ways.close();
  }

  @Test
  void theNewWatchTellsWhatComesWhenTheCredentialsOfTheOldOneAreRejected() {
    ways.exchange();
    awaitSwap();
    ways.rejectOnTheFirst();
    ways.first().down();
    ways.create("c");
    ways.delete("a");
    await().untilAsserted(() -> assertThat(reported.present()).containsExactly("b", "c"));
    assertThat(reported.removals()).containsExactly("a");
    assertThat(feed.isWatching()).isTrue();
  }

  @Test
  void credentialsThatEndedBeforeTheExchangeLeaveNoGap() {
    ways.rejectOnTheFirst();
    ways.first().down();
    ways.first().up();
    ways.create("c");
    ways.delete("a");
    ways.exchange();
    awaitSwap();
    await().untilAsserted(() -> assertThat(reported.present()).containsExactly("b", "c"));
    assertThat(reported.removals()).as("told once, though no watch saw it").containsExactly("a");
  }

  @Test
  void aPodThatIsDeletedWhileBothWatchIsToldOnceAndDoesNotComeBack() {
    ways.exchange();
    awaitSecondWatch();
    ways.delete("a");
    await().until(() -> reported.removals().contains("a"));
    awaitSwap();
    ways.create("c");
    await().until(() -> reported.present().contains("c"));
    assertThat(reported.present()).containsExactly("b", "c");
    assertThat(reported.removals()).containsExactly("a");
    assertThat(reported.putsAfterRemovalOf("a")).isZero();
  }

  @Test
  void whatHappensWhileBothWatchIsToldByTheOldOneAtOnce() {
    ways.exchange();
    awaitSecondWatch();
    ways.create("c");
    await().until(() -> reported.present().contains("c"));
    assertThat(feed.isSynced()).isTrue();
  }

  @Test
  void aSecondExchangeBeforeTheFirstIsDoneLeavesOneWatch() {
    ways.exchange();
    ways.exchange();
    awaitSwap();
    ways.delete("b");
    await().untilAsserted(() -> assertThat(reported.present()).containsExactly("a"));
    ways.first().down();
    ways.create("c");
    await().untilAsserted(() -> assertThat(reported.present()).containsExactly("a", "c"));
  }

  @Test
  void theOldClientsCloseWhenTheNewWatchHasTakenOver() {
    var old = ways.clients().streams();
    ways.exchange();
    assertThat(old.getHttpClient().isClosed()).isFalse();
    awaitSwap();
    assertThat(old.getHttpClient().isClosed()).isTrue();
  }

  @Test
  void anApiServerThatIsAwayAtTheExchangeIsTakenUpWhenItIsBack() {
    ways.second().down();
    ways.exchange();
    for (int look = 0; look < LOOKS * 3; look++) {
      feed.look();
    }
    ways.create("c");
    await().alias("by the old watch").until(() -> reported.present().contains("c"));
    ways.second().up();
    awaitSwap();
    ways.first().down();
    ways.create("d");
    await().until(() -> reported.present().contains("d"));
  }

  private void awaitSecondWatch() {
    await()
        .until(() -> ways.second().heads().stream().anyMatch(head -> head.contains("watch=true")));
  }

  private void awaitSwap() {
    await()
        .alias("the new watch has taken over")
        .until(
            () -> {
              feed.look();
              return !feed.isTakenOver();
            });
  }

  /** Keeps what a receiver is told. */
  private static final class RecordingReceiver implements ClusterPodWatch.Receiver {

    private final List<String> news = new CopyOnWriteArrayList<>();
    private final List<Pod> pods = new ArrayList<>();

    @Override
    public synchronized void put(Pod pod) {
      pods.removeIf(known -> isSame(known, pod));
      pods.add(pod);
      news.add("put " + name(pod));
    }

    @Override
    public synchronized void remove(Pod pod) {
      if (pods.removeIf(known -> isSame(known, pod))) {
        news.add("remove " + name(pod));
      }
    }

    @Override
    public synchronized void retain(String cluster, Predicate<Pod> present) {
      List.copyOf(pods).stream().filter(present.negate()).forEach(this::remove);
    }

    synchronized Set<String> present() {
      Set<String> names = new TreeSet<>();
      pods.forEach(pod -> names.add(name(pod)));
      return names;
    }

    List<String> removals() {
      return news.stream()
          .filter(line -> line.startsWith("remove "))
          .map(line -> line.substring("remove ".length()))
          .toList();
    }

    long putsAfterRemovalOf(String name) {
      return news.stream()
          .dropWhile(line -> !line.equals("remove " + name))
          .filter(line -> line.equals("put " + name))
          .count();
    }

    private static boolean isSame(Pod one, Pod other) {
      return one.getMetadata().getUid().equals(other.getMetadata().getUid());
    }

    private static String name(Pod pod) {
      return pod.getMetadata().getName();
    }
  }
}
