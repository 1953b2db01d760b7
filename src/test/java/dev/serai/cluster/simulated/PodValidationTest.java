package dev.serai.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PodValidationTest extends ClusterTest {

  private final ObjectMapper mapper = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("dev.serai.cluster.simulated.InvalidPods#all")
  void refusesAnInvalidPodAndNamesTheField(InvalidPods.Case invalid) throws Exception {
    var answer = send("POST", PODS, invalid.pod());

    JsonNode status = mapper.readTree(answer.body());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(status.path("kind").asText()).isEqualTo("Status");
    assertThat(status.path("reason").asText()).isEqualTo("Invalid");
    assertThat(status.path("message").asText()).contains("is invalid: ").contains(invalid.field());
    assertThat(StreamSupport.stream(status.path("details").path("causes").spliterator(), false))
        .extracting(cause -> cause.path("field").asText())
        .contains(invalid.field());
    assertThat(client.pods().list().getItems()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("dev.serai.cluster.simulated.InvalidPods#undecodable")
  void refusesWhatIsNoPodAtAll(String body) throws Exception {
    var answer = send("POST", PODS, body);

    JsonNode status = mapper.readTree(answer.body());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(status.path("reason").asText()).isEqualTo("BadRequest");
    assertThat(client.pods().list().getItems()).isEmpty();
  }

  @Test
  void namesEveryFieldThatIsWrong() throws Exception {
    String body =
        "{\"metadata\":{\"name\":\"x\"},\"spec\":{\"containers\":[{\"name\":\"A\"},{\"image\":\"b\"}]}}";

    JsonNode causes =
        mapper.readTree(send("POST", PODS, body).body()).path("details").path("causes");

    assertThat(StreamSupport.stream(causes.spliterator(), false))
        .extracting(c -> c.path("field").asText())
        .containsExactlyInAnyOrder(
            "spec.containers[0].name", "spec.containers[0].image", "spec.containers[1].name");
  }

  @Test
  void refusesASimulationItDoesNotUnderstand() {
    var answer = send("POST", PODS, InvalidPods.withSimulation("{\"runfor\":\"2s\"}"));

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("serai.dev/simulation").contains("unknown field runfor");
  }

  @Test
  void refusesOtherContentTypesAndOversizedBodies() {
    assertThat(send("POST", PODS, "a: b", Map.of("Content-Type", "text/plain")).statusCode())
        .isEqualTo(415);
    assertThat(send("POST", PODS, "x".repeat(4_000_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void answersUnknownPathsAndMethodsWithAStatus() {
    assertThat(send("GET", "api/v1/namespaces/default/services", "").body())
        .contains("\"reason\":\"NotFound\"")
        .contains("the server could not find the requested resource");
    assertThat(send("GET", "apis/apps/v1/deployments", "").statusCode()).isEqualTo(404);
    assertThat(send("PUT", PODS, "{}").statusCode()).isEqualTo(405);
    assertThat(send("GET", PODS + "/nobody", "").body())
        .contains("pods \\\"nobody\\\" not found")
        .contains("\"code\":404");
  }
}
