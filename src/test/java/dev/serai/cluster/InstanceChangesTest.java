package dev.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import dev.serai.instance.InstanceState;
import dev.serai.pod.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order the changes of instances' states are told. */
class InstanceChangesTest {

  private static final Map<String, String> OURS = Map.of("ours", "yes");

  private final SimulatedCluster simulated =
      SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
  private final KubernetesClient client =
      new KubernetesClientBuilder().withConfig(simulated.config()).build();
  private final Clusters clusters =
      new Clusters(
          List.of(
              TestClusters.of(
                  TestClusters.described("one", "", 1), simulated.config(), Clock.systemUTC())));
  private final PodCache cache = new PodCache(clusters, OURS);
  private final InstanceView view =
      new InstanceView(
          cache,
          new PodReader(
              Clock.systemUTC(), Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)));
  private final CamelContext context = new DefaultCamelContext();
  private final List<InstanceChange> reported = new CopyOnWriteArrayList<>();
  private final CountDownLatch broker = new CountDownLatch(1);
  private InstanceChangesConsumer consumer;

  @BeforeEach
  void start() throws Exception {
    context.addComponent("instances", new InstancesComponent(cache, view));
    consumer =
        (InstanceChangesConsumer)
            context.getEndpoint("instances:changes").createConsumer(this::receive);
    cache.start();
    await().until(cache::isSynced);
    consumer.start();
  }

  @AfterEach
  void stop() {
    broker.countDown();
    consumer.stop();
    context.stop();
    cache.close();
    clusters.close();
    client.close();
    simulated.close();
  }

  /** Takes as long as a broker may that is slow. */
  private void receive(Exchange exchange) throws InterruptedException {
    broker.await();
    for (Object change : exchange.getMessage().getBody(List.class)) {
      reported.add((InstanceChange) change);
    }
  }

  @Test
  void aLookInBetweenDoesNotTellALaterStateFirst() throws InterruptedException {
    List<InstanceState> seen = new CopyOnWriteArrayList<>();
    cache.addListener(
        new PodListener() {
          @Override
          public void onPod(Pod pod) {
            if (pod.getMetadata().getName().equals("watched")) {
              InstanceState state = view.state(pod);
              if (!seen.contains(state)) {
                seen.add(state);
              }
            }
          }

          @Override
          public void onGone(Pod lastKnown) {}
        });
    make("first");
    await("the first change is being told").until(() -> cache.find("first").isPresent());
    make("watched");
    await().until(() -> seen.contains(InstanceState.RUNNING));

    // not on this thread, for it may wait for the broker
    Thread look = new Thread(consumer::resync, "look");
    look.start();
    await("it is through, or waits for the broker")
        .until(
            () -> look.getState() != Thread.State.NEW && look.getState() != Thread.State.RUNNABLE);
    broker.countDown();
    look.join();
    await().until(() -> states("watched").contains(InstanceState.RUNNING));
    // what is told of a later pod is told after all that there was to tell of the first
    make("later");
    await().until(() -> states("later").contains(InstanceState.RUNNING));
    assertThat(seen).hasSizeGreaterThan(1);
    assertThat(states("watched")).isEqualTo(seen);
  }

  private List<InstanceState> states(String instance) {
    return reported.stream()
        .filter(change -> change.instance().id().equals(instance))
        .map(change -> change.instance().status().state())
        .toList();
  }

  private void make(String name) {
    client
        .pods()
        .inNamespace("default")
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(OURS)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("box:1")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }
}
