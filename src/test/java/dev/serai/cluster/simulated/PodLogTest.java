package dev.serai.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PodLogTest extends ClusterTest {

  private static final String FIVE = "{\"runFor\":\"0s\",\"log\":[\"1\",\"2\",\"3\",\"4\",\"5\"]}";

  @Test
  void printsArgumentsAndVariables() {
    create(
        pod("p", "{\"runFor\":\"0s\",\"log\":[\"hello ${arguments}\",\"${environment}\"]}")
            .editSpec()
            .editFirstContainer()
            .withArgs("big", "world")
            .addNewEnv()
            .withName("A")
            .withValue("1")
            .endEnv()
            .addNewEnv()
            .withName("B")
            .withValue("x y")
            .endEnv()
            .endContainer()
            .endSpec()
            .build());
    awaitPhase("p", "Succeeded");

    assertThat(client.pods().withName("p").getLog()).isEqualTo("hello big world\nA=1\nB=x y\n");
  }

  @Test
  void givesTheTailTheBytesAndTheTimesAskedFor() {
    create("p", FIVE);
    awaitPhase("p", "Succeeded");

    assertThat(client.pods().withName("p").tailingLines(2).getLog()).isEqualTo("4\n5\n");
    assertThat(send("GET", PODS + "/p/log?tailLines=0", "").body()).isEmpty();
    assertThat(send("GET", PODS + "/p/log?limitBytes=3", "").body()).isEqualTo("1\n2");
    assertThat(send("GET", PODS + "/p/log?tailLines=1&timestamps=true", "").body())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z 5\n");
    assertThat(send("GET", PODS + "/p/log?tailLines=-1", "").statusCode()).isEqualTo(400);
    assertThat(send("GET", PODS + "/p/log?tailLines=x", "").statusCode()).isEqualTo(400);
    assertThat(send("GET", PODS + "/nobody/log", "").statusCode()).isEqualTo(404);
  }

  @Test
  void followsAGrowingLogToThePodsEnd() {
    create("p", "{\"runFor\":\"2s\",\"logEvery\":\"100ms\",\"log\":[\"1\",\"2\",\"3\"]}");
    awaitPhase("p", "Running");

    var answer = send("GET", PODS + "/p/log?follow=true", "");

    assertThat(answer.body()).isEqualTo("1\n2\n3\n");
    awaitPhase("p", "Succeeded");
  }

  @Test
  void writesNoMoreThanItsTimeAllows() {
    // so many that the end comes first, however late it is
    String hundred =
        IntStream.rangeClosed(1, 100)
            .mapToObj(i -> "\"" + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    create("p", "{\"runFor\":\"250ms\",\"logEvery\":\"100ms\",\"log\":" + hundred + "}");
    awaitPhase("p", "Succeeded");

    assertThat(client.pods().withName("p").getLog().lines().toList())
        .startsWith("1", "2", "3")
        .doesNotContain("100");
  }

  @Test
  void letsAFollowerLeave() throws Exception {
    create("p", "{\"logEvery\":\"20ms\",\"log\":[\"1\",\"2\"]}");
    awaitPhase("p", "Running");
    try (var watch = client.pods().withName("p").watchLog();
        var reader =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      assertThat(List.of(reader.readLine(), reader.readLine())).containsExactly("1", "2");
      assertThat(cluster.held().followers()).isEqualTo(1);
    }
    await().until(() -> cluster.held().followers() == 0);
  }

  @Test
  void endsAFollowedLogWhenThePodIsDeleted() {
    create("p", "{\"log\":[\"up\"]}");
    awaitPhase("p", "Running");
    CompletableFuture<String> followed =
        CompletableFuture.supplyAsync(
            () -> send("GET", PODS + "/p/log?follow=true", "").body(),
            task -> new Thread(task, "follower").start());
    await().until(() -> cluster.held().followers() == 1);
    assertThat(followed).as("it is still followed").isNotDone();

    client.pods().withName("p").withGracePeriod(1).delete();

    assertThat(followed).succeedsWithin(Duration.ofSeconds(60)).isEqualTo("up\n");
  }

  @Test
  void saysThatAPodIsNotThereYet() {
    create("p", "{\"unschedulable\":true}");

    assertThatThrownBy(() -> client.pods().withName("p").getLog())
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(
            "container \"main\" in pod \"p\" is waiting to start: ContainerCreating");
  }

  @Test
  void asksWhichContainerIsMeant() {
    create(
        pod("p", FIVE)
            .editSpec()
            .addNewContainer()
            .withName("side")
            .withImage("busybox:1")
            .endContainer()
            .endSpec()
            .build());
    awaitPhase("p", "Succeeded");

    assertThat(send("GET", PODS + "/p/log", "").body())
        .contains("a container name must be specified for pod p, choose one of: [main side]");
    assertThat(send("GET", PODS + "/p/log?container=other", "").body())
        .contains("container other is not valid for pod p");
    assertThat(send("GET", PODS + "/p/log?container=side", "").body()).isEmpty();
    assertThat(send("GET", PODS + "/p/log?container=main", "").body()).startsWith("1\n");
  }
}
