package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.GeneratedFile;
import dev.serai.batch.BatchState;
import dev.serai.batch.ItemState;
import dev.serai.instance.InstanceState;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The OpenAPI description: the committed copy, and its agreement with real answers. */
class OpenApiTest {

  private static final Path COMMITTED = Path.of("src", "docs", "openapi.json");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  @TempDir static Path data;

  private static RunningServer server;
  private static JsonNode document;

  @BeforeAll
  static void start() {
    server = RunningServer.start(data, Map.of());
    document = read("X-Forwarded-Host", "127.0.0.1:8080");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void theCommittedCopyIsWhatARunningServerAnswers() throws IOException {
    String text =
        JSON.writer(
                new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n")))
            .writeValueAsString(JSON.treeToValue(document, Object.class));
    GeneratedFile.requireEqual(COMMITTED, text + "\n");
  }

  @Test
  void theServerIsTheOneThatTheClientHasAsked() {
    assertThat(url(read("X-Any", "thing"))).isEqualTo("http://127.0.0.1:" + server.port());
    assertThat(url(read("X-Forwarded-Host", "serai.example", "X-Forwarded-Proto", "https")))
        .isEqualTo("https://serai.example");
    assertThat(url(read("Forwarded", "for=192.0.2.1;host=a.example;proto=https")))
        .isEqualTo("https://a.example");
  }

  @Test
  void everyReferenceLeadsToASchema() {
    Set<String> references = new TreeSet<>();
    document.findValues("$ref").forEach(reference -> references.add(reference.asText()));

    assertThat(references).hasSizeGreaterThan(10);
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isObject()).as(reference).isTrue();
    }
  }

  @Test
  void everyOperationHasASchemaForEachAnswer() {
    List<String> without = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        verb ->
                            verb.getValue()
                                .path("responses")
                                .properties()
                                .forEach(
                                    response -> {
                                      if (response.getValue().findValue("schema") == null) {
                                        without.add(
                                            verb.getKey() + path.getKey() + response.getKey());
                                      }
                                    })));
    assertThat(without).isEmpty();
    assertThat(document.at("/paths/~1env-instance/post/requestBody").toString())
        .contains("#/components/schemas/InstanceRequest");
  }

  @Test
  void examplesAreObjectsAndNotTexts() {
    JsonNode create = document.at("/paths/~1env-instance/post");

    assertThat(create.at("/requestBody/content/application~1json/example/envName").asText())
        .isEqualTo("hello@1.0.0");
    assertThat(
            create
                .at("/responses/200/content/application~1json/examples/created/value/data/id")
                .asText())
        .isEqualTo("hello-1-0-0-4k2v7qj3m5xw");
  }

  @Test
  void theStatesAreThoseOfTheProgram() {
    assertThat(values("InstanceState"))
        .containsExactlyElementsOf(
            Arrays.stream(InstanceState.values()).map(InstanceState::wire).toList());
    assertThat(values("BatchState"))
        .containsExactlyElementsOf(Arrays.stream(BatchState.values()).map(Enum::name).toList());
    assertThat(values("ItemState"))
        .containsExactlyElementsOf(Arrays.stream(ItemState.values()).map(Enum::name).toList());
    for (BatchState state : BatchState.values()) {
      String sentence = schema("BatchState").path("description").asText().split(" are final", 2)[0];
      assertThat(sentence.contains(state.name())).as(state.name()).isEqualTo(state.isFinal());
    }
  }

  @Test
  void answersHaveTheFieldsOfTheirSchemas() {
    JsonNode created = server.post("{\"envName\":\"hello@1.0.0\",\"ttl\":\"10m\"}").body();
    assertFits("Success", created);
    assertFits("EnvInstance", created.path("data"));
    assertFits("EnvInstanceRow", server.get("/env-instance/*/list").data().get(0));
    assertFits("Failure", server.get("/env-instance/none").body());
    JsonNode faulty = submit("{\"count\":1,\"x\":2}").body();
    assertFits("Failure", faulty);
    assertFits("Violations", faulty.path("data"));

    JsonNode batch = submit("{\"count\":1,\"defaults\":{\"envName\":\"hello@1.0.0\"}}").data();
    assertFits("Batch", batch);
    String path = "/batches/" + batch.path("id").asText();
    // ends when the batch does
    server.sendRaw(HttpRequest.newBuilder(server.uri(path + "/events")));
    assertFits("Batch", server.get(path).data());
    assertFits("BatchCounts", server.get(path).data().path("counts"));
    JsonNode item = server.get(path + "/items").data().path("items").get(0);
    assertFits("BatchItem", item);
    JsonNode attempts =
        server.get(path + "/items/" + item.path("id").asText()).data().path("attempts");
    assertFits("Attempt", attempts.get(0));
    assertFits(
        "ItemResult",
        RunningServer.parse(
                server
                    .sendRaw(HttpRequest.newBuilder(server.uri(path + "/results?logs=true")))
                    .body())
            .get(0));
  }

  private static void assertFits(String schema, JsonNode answer) {
    Set<String> names = new TreeSet<>();
    answer.fieldNames().forEachRemaining(names::add);
    Set<String> required = new TreeSet<>();
    schema(schema).path("required").forEach(name -> required.add(name.asText()));
    Set<String> known = new TreeSet<>();
    schema(schema).path("properties").fieldNames().forEachRemaining(known::add);

    assertThat(required).as("%s requires", schema).isNotEmpty();
    assertThat(names).as("%s: %s", schema, answer).containsAll(required).isSubsetOf(known);
  }

  private static RunningServer.Answer submit(String batch) {
    return server.send(
        HttpRequest.newBuilder(server.uri("/batches"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(batch)));
  }

  private static List<String> values(String schema) {
    List<String> values = new ArrayList<>();
    schema(schema).path("enum").forEach(value -> values.add(value.asText()));
    return values;
  }

  private static JsonNode schema(String name) {
    return document.path("components").path("schemas").path(name);
  }

  private static String url(JsonNode described) {
    return described.at("/servers/0/url").asText();
  }

  private static JsonNode read(String... headers) {
    return server.send(HttpRequest.newBuilder(server.uri("/openapi.json")).headers(headers)).body();
  }
}
