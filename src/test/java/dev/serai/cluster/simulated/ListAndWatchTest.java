package dev.serai.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListAndWatchTest extends ClusterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=a               | p1 p2",
        "app==a,tier=back    | p2",
        "app!=a              | p3 p4",
        "app in (a, b)       | p1 p2 p3",
        "app notin (a),tier  | p3",
        "!app                | p4",
        "app                 | p1 p2 p3",
      })
  void selectsByLabels(String selector, String names) {
    labelled("p1", Map.of("app", "a"));
    labelled("p2", Map.of("app", "a", "tier", "back"));
    labelled("p3", Map.of("app", "b", "tier", "back"));
    labelled("p4", Map.of());

    assertThat(namesOf(new ListOptionsBuilder().withLabelSelector(selector)))
        .containsExactly(names.split(" "));
  }

  @Test
  void selectsByFields() {
    create("runs", "{}");
    create("ends", "{\"runFor\":\"0s\"}");
    create("waits", "{\"unschedulable\":true}");
    awaitPhase("runs", "Running");
    awaitPhase("ends", "Succeeded");

    assertThat(byField("status.phase=Running")).containsExactly("runs");
    assertThat(byField("status.phase!=Running")).containsExactly("ends", "waits");
    assertThat(byField("metadata.name==waits,metadata.namespace=default")).containsExactly("waits");
    assertThat(byField("spec.nodeName=")).containsExactly("waits");
    assertThatThrownBy(() -> byField("spec.image=x"))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("field label not supported: spec.image");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a in b", "=x", "a=b=c", "a=b,,c"})
  void refusesASelectorThatIsNone(String selector) {
    assertThatThrownBy(() -> namesOf(new ListOptionsBuilder().withLabelSelector(selector)))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(400));
  }

  @Test
  void listsByPages() {
    for (int i = 0; i < 7; i++) {
      create("p" + i, "{}");
    }
    var first = client.pods().list(new ListOptionsBuilder().withLimit(3L).build());
    assertThat(first.getItems()).hasSize(3);
    assertThat(first.getMetadata().getRemainingItemCount()).isEqualTo(4);

    var names =
        new CopyOnWriteArrayList<>(first.getItems().stream().map(ListAndWatchTest::name).toList());
    String next = first.getMetadata().getContinue();
    while (next != null && !next.isEmpty()) {
      var page =
          client.pods().list(new ListOptionsBuilder().withLimit(3L).withContinue(next).build());
      page.getItems().forEach(p -> names.add(name(p)));
      next = page.getMetadata().getContinue();
    }
    assertThat(names).containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6");
  }

  @Test
  void refusesAContinueTokenThatIsNoneOrTooOld() {
    create("a", "{}");
    create("b", "{}");
    String token =
        client
            .pods()
            .list(new ListOptionsBuilder().withLimit(1L).build())
            .getMetadata()
            .getContinue();
    cluster.compact();

    assertThat(send("GET", PODS + "?limit=1&continue=rubbish", "").statusCode()).isEqualTo(400);
    var old = send("GET", PODS + "?limit=1&continue=" + token, "");
    assertThat(old.statusCode()).isEqualTo(410);
    assertThat(old.body()).contains("\"reason\":\"Expired\"");
  }

  @Test
  void keepsNamespacesApart() {
    create("p", "{}");
    create(pod("p", "{}").editMetadata().withNamespace("other").endMetadata().build());

    assertThat(client.pods().inNamespace("other").list().getItems()).hasSize(1);
    assertThat(client.pods().inAnyNamespace().list().getItems()).hasSize(2);
    assertThat(client.pods().inNamespace("othe").list().getItems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void tellsAWatchWhenAPodEntersAndLeavesItsSelection(boolean plainHttp) {
    List<String> seen = new CopyOnWriteArrayList<>();
    var config = cluster.config();
    config.setOnlyHttpWatches(plainHttp);
    try (var watching = new KubernetesClientBuilder().withConfig(config).build();
        var watch = watching.pods().withLabel("color", "red").watch(recorder(seen))) {
      assertThat(watch).isNotNull();
      create("p", "{\"unschedulable\":true}");
      // before that, the cluster's own change may come between an edit's reading and its writing
      await()
          .alias("the cluster has said that no node takes it")
          .until(() -> !client.pods().withName("p").get().getStatus().getConditions().isEmpty());
      color("p", "red");
      color("p", "blue");
      await().until(() -> seen.contains("DELETED p"));
      assertThat(seen.get(0)).isEqualTo("ADDED p");
      assertThat(cluster.held().watches()).isEqualTo(1);
    }
    await().until(() -> cluster.held().watches() == 0);
  }

  @Test
  void goesOnFromAVersionWithoutLoss() throws Exception {
    create("before", "{\"unschedulable\":true}");
    String version = client.pods().list().getMetadata().getResourceVersion();
    create("after", "{\"unschedulable\":true}");

    var frames =
        send(
            "GET",
            PODS
                + "?watch=true&timeoutSeconds=1&allowWatchBookmarks=true&fieldSelector=metadata.name%3Dafter&resourceVersion="
                + version,
            "");

    List<String> lines = frames.body().lines().toList();
    assertThat(lines.get(0)).contains("\"type\":\"ADDED\"").contains("\"name\":\"after\"");
    var bookmark = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(bookmark.path("type").asText()).isEqualTo("BOOKMARK");
    assertThat(bookmark.at("/object/kind").asText()).isEqualTo("Pod");
    assertThat(Long.parseLong(bookmark.at("/object/metadata/resourceVersion").asText()))
        .isGreaterThan(Long.parseLong(version));
  }

  @Test
  void tellsAWatchThatItsVersionIsTooOld() {
    create("p", "{}");
    String version = client.pods().list().getMetadata().getResourceVersion();
    cluster.compact();

    var answer = send("GET", PODS + "?watch=true&resourceVersion=" + version, "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"type\":\"ERROR\"")
        .contains("\"code\":410")
        .contains("too old resource version");
  }

  @Test
  void bringsAnInformerUpToDateAfterAGap() {
    create("stays", "{}");
    create("goes", "{}");
    try (var informer = client.pods().inform()) {
      await().until(() -> informer.getStore().list().size() == 2);
      client.pods().withName("goes").withGracePeriod(0).delete();
      cluster.compact();
      create("comes", "{}");

      await()
          .untilAsserted(
              () ->
                  assertThat(informer.getStore().list())
                      .extracting(ListAndWatchTest::name)
                      .containsExactlyInAnyOrder("stays", "comes"));
      cluster.dropWatches();
      create("later", "{}");
      await().until(() -> informer.getStore().list().size() == 3);
    }
  }

  private Watcher<Pod> recorder(List<String> seen) {
    return new Watcher<>() {
      @Override
      public void eventReceived(Action action, Pod pod) {
        seen.add(action + " " + name(pod));
      }

      @Override
      public void onClose(WatcherException cause) {}
    };
  }

  private void color(String name, String color) {
    client
        .pods()
        .withName(name)
        .edit(p -> p.edit().editMetadata().addToLabels("color", color).endMetadata().build());
  }

  private void labelled(String name, Map<String, String> labels) {
    create(pod(name, "{}").editMetadata().withLabels(labels).endMetadata().build());
  }

  private List<String> byField(String selector) {
    return namesOf(new ListOptionsBuilder().withFieldSelector(selector));
  }

  private List<String> namesOf(ListOptionsBuilder options) {
    return client.pods().list(options.build()).getItems().stream()
        .map(ListAndWatchTest::name)
        .toList();
  }

  private static String name(Pod pod) {
    return pod.getMetadata().getName();
  }
}
