package dev.serai.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.FreePorts;
import dev.serai.pod.PodContract;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** None of 300 queued requests gets lost or runs twice while cluster and replicas fail. */
@Tag("alone")
class OutageIT {

  private static final int REQUESTS = 300;

  @TempDir Path data;

  @Test
  void everyQueuedRequestBecomesOnePodThoughTheApiServerStopsTwiceAndThisProgramIsKilledTwice()
      throws Exception {
    try (KubernetesClient admin = TestCluster.admin()) {
      String namespace = TestCluster.newNamespace(admin);
      Map<String, String> flags =
          new HashMap<>(TestCluster.flags(namespace, TestCluster.kubeconfig()));
      int amqp = FreePorts.next();
      flags.put("port", String.valueOf(FreePorts.next()));
      flags.put("amqp-port", String.valueOf(amqp));
      flags.put("data", data.resolve("data").toString());
      flags.put("environments", TestFolders.environments(data).toString());
      flags.put("pod-templates", TestFolders.podTemplates(data).toString());
      int management = FreePorts.next();
      Path log = data.resolve("server.log");
      ServerChild server = ServerChild.start(log, management, flags).awaitReady();
      try {
        int sent = 0;
        sent = send(amqp, sent, 60);
        TestCluster.stopApi();
        sent = send(amqp, sent, 120);
        server.kill();
        server = ServerChild.start(log, management, flags);
        TestCluster.startApi();
        server.awaitReady();
        sent = send(amqp, sent, 200);
        // in the middle of the work
        await().atMost(Duration.ofMinutes(3)).until(() -> pods(admin, namespace).size() > 40);
        server.kill();
        server = ServerChild.start(log, management, flags).awaitReady();
        TestCluster.stopApi();
        sent = send(amqp, sent, REQUESTS);
        TestCluster.startApi();

        await()
            .alias("a pod for each of the requests")
            .atMost(Duration.ofMinutes(3))
            .until(() -> pods(admin, namespace).size() >= REQUESTS);
        // time for a second pod of any of them to show up
        await()
            .during(Duration.ofSeconds(5))
            .atMost(Duration.ofSeconds(60))
            .until(() -> pods(admin, namespace).size() == REQUESTS);
        Set<String> items = new HashSet<>();
        pods(admin, namespace)
            .forEach(pod -> items.add(pod.getMetadata().getAnnotations().get(PodContract.LABELS)));
        assertThat(items).as("different requests").hasSize(REQUESTS);
        assertThat(sent).isEqualTo(REQUESTS);
        // a message goes a moment after its pod has come
        await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(
                () ->
                    assertThat(messages(amqp, "serai.requests"))
                        .as("messages left in the queue")
                        .isZero());
        assertThat(messages(amqp, "serai.requests.dead")).as("dead letters").isZero();
      } finally {
        server.close();
        TestCluster.startApi();
        TestCluster.deleteNamespace(admin, namespace);
      }
    }
  }

  @Test
  void aTermSignalEndsTheProgramInTimeAndGivesBackWhatWaits() throws Exception {
    try (KubernetesClient admin = TestCluster.admin()) {
      String namespace = TestCluster.newNamespace(admin);
      Map<String, String> flags =
          new HashMap<>(TestCluster.flags(namespace, TestCluster.kubeconfig()));
      int amqp = FreePorts.next();
      flags.put("port", String.valueOf(FreePorts.next()));
      flags.put("amqp-port", String.valueOf(amqp));
      flags.put("data", data.resolve("data").toString());
      int management = FreePorts.next();
      Path log = data.resolve("server.log");
      ServerChild server = ServerChild.start(log, management, flags).awaitReady();
      try {
        TestCluster.stopApi();
        send(amqp, 0, 20, "hello@1.0.0");
        long start = System.nanoTime();
        assertThat(server.terminate()).as(server.log()).isIn(0, 143);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        TestCluster.startApi();
        server = ServerChild.start(log, management, flags).awaitReady();
        await()
            .alias("the requests that were given back")
            .atMost(Duration.ofMinutes(2))
            .until(() -> pods(admin, namespace).size() == 20);
      } finally {
        server.close();
        TestCluster.startApi();
        TestCluster.deleteNamespace(admin, namespace);
      }
    }
  }

  private static int send(int amqp, int from, int to) {
    return send(amqp, from, to, "parked@1.0.0");
  }

  /** Sends by AMQP 1.0, from outside the program; a send returns when the broker has it on disk. */
  private static int send(int amqp, int from, int to, String env) {
    JmsConnectionFactory broker = new JmsConnectionFactory("amqp://127.0.0.1:" + amqp);
    try (JMSContext context = broker.createContext()) {
      JMSProducer producer = context.createProducer();
      for (int i = from; i < to; i++) {
        producer.send(
            context.createQueue("serai.requests"),
            "{\"envName\":\"" + env + "\",\"labels\":{\"item\":\"" + i + "\"}}");
      }
    }
    return to;
  }

  private static int messages(int amqp, String queue) throws Exception {
    JmsConnectionFactory broker = new JmsConnectionFactory("amqp://127.0.0.1:" + amqp);
    try (JMSContext context = broker.createContext()) {
      var browser = context.createBrowser(context.createQueue(queue)).getEnumeration();
      int count = 0;
      while (browser.hasMoreElements()) {
        browser.nextElement();
        count++;
      }
      return count;
    }
  }

  private static List<Pod> pods(KubernetesClient admin, String namespace) {
    return new ArrayList<>(admin.pods().inNamespace(namespace).list().getItems());
  }
}
