package dev.serai.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Five thousand pods and three informers; what is asserted is that nothing is lost, not a time. */
class ScaleTest extends ClusterTest {

  private static final Logger LOG = LoggerFactory.getLogger(ScaleTest.class);
  private static final int PODS_IN_ALL = 5_000;

  @Test
  void losesNothingOfFiveThousandPodsWithThreeInformers() throws Exception {
    List<SharedIndexInformer<Pod>> informers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      informers.add(client.pods().inform());
    }
    long start = System.nanoTime();
    createAll();
    double seconds = (System.nanoTime() - start) / 1e9;
    for (SharedIndexInformer<Pod> informer : informers) {
      await()
          .pollInterval(Duration.ofMillis(200))
          .untilAsserted(
              () ->
                  assertThat(informer.getStore().list())
                      .hasSize(PODS_IN_ALL)
                      .allMatch(p -> p.getStatus().getPhase().equals("Running")));
    }
    double all = (System.nanoTime() - start) / 1e9;
    LOG.warn(
        "{} pods created at {}/s, all Running in three informers after {} s",
        PODS_IN_ALL,
        (int) (PODS_IN_ALL / seconds),
        all);

    assertThat(namesByPages()).hasSize(PODS_IN_ALL);
    informers.forEach(SharedIndexInformer::close);
  }

  private void createAll() throws Exception {
    var threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Pod>> made = new ArrayList<>();
      for (int i = 0; i < PODS_IN_ALL; i++) {
        String name = "p" + i;
        made.add(threads.submit(() -> create(name, "{}")));
      }
      for (Future<Pod> one : made) {
        assertThat(one.get().getMetadata().getUid()).isNotEmpty();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Set<String> namesByPages() {
    Set<String> names = new HashSet<>();
    String next = "";
    do {
      var page =
          client.pods().list(new ListOptionsBuilder().withLimit(500L).withContinue(next).build());
      for (Pod pod : page.getItems()) {
        assertThat(names.add(pod.getMetadata().getName())).isTrue();
      }
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return names;
  }
}
