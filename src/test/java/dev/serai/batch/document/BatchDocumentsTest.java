package dev.serai.batch.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.batch.NewItem;
import dev.serai.batch.document.MalformedDocuments.Malformed;
import dev.serai.batch.document.format.Format;
import dev.serai.instance.Fault;
import dev.serai.instance.Faults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchDocumentsTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder;
  private Documents documents;

  @BeforeEach
  void open() {
    documents = new Documents(folder);
  }

  @AfterEach
  void close() {
    documents.close();
  }

  static List<Malformed> malformed() {
    List<Malformed> all = MalformedDocuments.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(40);
    return all;
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void everyFaultIsToldWithItsPath(Malformed document) {
    List<String> faults = documents.faults(document.format(), document.text());

    assertThat(faults).as(document.text()).hasSameSizeAs(document.faults());
    for (String expected : document.faults()) {
      assertThat(faults).anySatisfy(fault -> assertThat(fault).startsWith(expected));
    }
    assertThat(document.faults())
        .allSatisfy(e -> assertThat(faults).anyMatch(f -> f.startsWith(e)));
  }

  @Test
  void ofVeryManyFaultsAHundredAreToldAndTheOthersCounted() {
    String lines = "{\"name\":\"n\"}\n" + "{}\n".repeat(50) + "{}\n".repeat(100);
    Faults faults = documents.faults(Format.NDJSON, "{}\n".getBytes(StandardCharsets.UTF_8));
    assertThat(faults.more()).isZero();

    faults =
        documents.faults(
            Format.NDJSON,
            lines.replace("{}", "{\"a\":1,\"b\":2,\"c\":3}").getBytes(StandardCharsets.UTF_8));

    assertThat(faults.reported()).hasSize(100);
    // 51 items are read, each with three unknown fields and no environment, and they are too many
    assertThat(faults.more()).isEqualTo(51 * 4 + 1 - 100);
  }

  @Test
  void theSameBatchInThreeFormatsHasOneDigest() {
    CheckedBatch json =
        documents.check(
            Format.JSON,
            """
            {"items":[{"id":"a","arguments":["1"],"labels":{"x":"1","y":"2"}},
                      {"id":"b","timeout":"90s","resources":{"memory":"1Gi","cpu":"0.50"}}],
             "name":"n","owner":"o","parallelism":3,"retryOn":["failure",3,2],"backoff":"10s",
             "defaults":{"envName":"hello@1.0.0","environment_variables":{"A":"1","B":"2"}}}
            """);
    CheckedBatch yaml =
        documents.check(
            Format.YAML,
            """
            # the same
            name: n
            owner: o
            parallelism: 3
            backoff: {initial: 10000ms, max: 5m}
            retryOn: [2, failure, 3]
            defaults:
              environment_variables: {B: "2", A: "1"}
              envName: hello@1.0.0
            items:
              - {labels: {y: "2", x: "1"}, id: a, arguments: ["1"]}
              - id: b
                timeout: 1m30s
                resources: {cpu: "0.50", memory: 1Gi}
            """);
    CheckedBatch lines =
        documents.check(
            Format.NDJSON,
            """
            {"retryOn":[3,2,"failure"],"name":"n","owner":"o","parallelism":3,"priority":0,"defaults":{"envName":"hello@1.0.0"}}

            {"id":"a","arguments":["1"],"labels":{"x":"1","y":"2"},"environment_variables":{"A":"1","B":"2"}}
            {"id":"b","timeout":"90s","resources":{"memory":"1Gi","cpu":"0.50"},"environment_variables":{"A":"1","B":"2"}}\
            """);

    assertThat(yaml.digest()).isEqualTo(json.digest());
    assertThat(lines.digest()).isEqualTo(json.digest());
    assertThat(yaml.spec()).isEqualTo(json.spec());
    assertThat(items(yaml)).isEqualTo(items(json)).isEqualTo(items(lines)).hasSize(2);
  }

  @Test
  void theOrderOfItemsCountsAndAnyValueDoes() {
    String two = "{\"items\":[{\"id\":\"a\",%1$s},{\"id\":\"b\",%1$s}]}";
    String swapped = "{\"items\":[{\"id\":\"b\",%1$s},{\"id\":\"a\",%1$s}]}";
    String env = "\"envName\":\"hello@1.0.0\"";
    Set<String> digests =
        Set.of(
            digest(two.formatted(env)),
            digest(swapped.formatted(env)),
            digest(two.formatted(env + ",\"arguments\":[\"a\",\"bc\"]")),
            digest(two.formatted(env + ",\"arguments\":[\"ab\",\"c\"]")),
            digest(two.formatted(env).replace("{\"items\"", "{\"priority\":1,\"items\"")));
    assertThat(digests).hasSize(5);
  }

  @Test
  void itemsAreLaidOverTheDefaults() throws JsonProcessingException {
    CheckedBatch batch =
        documents.check(
            Format.JSON,
            """
            {"owner":"me","labels":{"team":"t","tier":"low"},
             "defaults":{"envName":"hello@1.0.0","arguments":["x","y"],"timeout":"5m",
               "labels":{"tier":"mid","a":"1"},"environment_variables":{"A":"1","B":"2"},
               "resources":{"cpu":"1","memory":"1Gi"},"placement":{"region":"r"}},
             "items":[{},{"id":"own","envName":"fail@1.0.0","arguments":["z"],"timeout":"1m",
               "labels":{"tier":"high"},"environment_variables":{"B":"3"},
               "resources":{"cpu":"2"},"placement":{"cluster":"c"}}]}
            """);

    List<NewItem> items = items(batch);
    assertThat(items).extracting(NewItem::id).containsExactly("0", "own");
    assertThat(items).extracting(NewItem::target).containsExactly("r", "c");
    assertThat(items)
        .extracting(item -> item.timeout().orElseThrow())
        .containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(1));
    assertThat(JSON.readTree(items.get(1).request()))
        .isEqualTo(
            JSON.readTree(
                """
                {"envName":"fail@1.0.0","arguments":["z"],"owner":"me",
                 "labels":{"team":"t","tier":"high","a":"1"},
                 "environment_variables":{"A":"1","B":"3"},
                 "resources":{"cpu":"2","memory":"1Gi"},"placement":{"cluster":"c"}}
                """));
  }

  @Test
  void aNullOfAnItemKeepsTheDefaultButRemovesASettingOfASection() throws JsonProcessingException {
    CheckedBatch batch =
        documents.check(
            Format.JSON,
            """
            {"defaults":{"envName":"hello@1.0.0","arguments":["x"],"labels":{"a":"1"},
               "alicloud":{"terway":{"dedicatedEni":true}}},
             "items":[{"arguments":null,"labels":null,
               "alicloud":{"terway":{"dedicatedEni":null}}}]}
            """);

    assertThat(items(batch).get(0).request())
        .isEqualTo(
            "{\"alicloud\":{\"terway\":{\"dedicatedEni\":null}},\"arguments\":[\"x\"],"
                + "\"envName\":\"hello@1.0.0\",\"labels\":{\"a\":\"1\"}}");
  }

  @Test
  void aCountMakesItemsThatKnowTheirNumber() throws JsonProcessingException {
    CheckedBatch batch =
        documents.check(Format.JSON, "{\"count\":3,\"defaults\":{\"envName\":\"hello@1.0.0\"}}");

    assertThat(items(batch)).extracting(NewItem::id).containsExactly("0", "1", "2");
    assertThat(variables(items(batch).get(2)).get("SERAI_ITEM_INDEX").textValue()).isEqualTo("2");
    assertThat(batch.size()).isEqualTo(3);
  }

  @Test
  void aMatrixMakesEachCombinationOnceWithAnIdOfItsValues() throws JsonProcessingException {
    CheckedBatch batch =
        documents.check(
            Format.YAML,
            """
            matrix:
              LR: [0.10, 0.01]
              SEED: [1, 2, 3]
              OPT: [adam]
            defaults: {envName: hello@1.0.0, environment_variables: {SEED: "0", KEPT: "k"}}
            """);

    assertThat(items(batch))
        .extracting(NewItem::id)
        .containsExactly(
            "0.10,1,adam",
            "0.10,2,adam",
            "0.10,3,adam",
            "0.01,1,adam",
            "0.01,2,adam",
            "0.01,3,adam");
    JsonNode variables = variables(items(batch).get(1));
    assertThat(variables.toString())
        .isEqualTo("{\"KEPT\":\"k\",\"LR\":\"0.10\",\"OPT\":\"adam\",\"SEED\":\"2\"}");
  }

  @Test
  void valuesThatMakeNoIdsGetANumberInFront() {
    CheckedBatch batch =
        documents.check(
            Format.JSON,
            "{\"matrix\":{\"A\":[\"a,b\",\"a\",\"a/b\",\"\"],\"B\":[\"c\",\"b,c\"]},"
                + "\"defaults\":{\"envName\":\"hello@1.0.0\"}}");

    assertThat(items(batch))
        .extracting(NewItem::id)
        .doesNotHaveDuplicates()
        .startsWith("0 a,b,c", "1 a,b,b,c", "2 a,c")
        .noneMatch(id -> id.contains("/"));
  }

  @Test
  void whatIsNotUtf8IsAFault() {
    byte[] latin = "{\"name\":\"caf\u00e9\",\"count\":1}".getBytes(StandardCharsets.ISO_8859_1);
    for (Format format : List.of(Format.JSON, Format.YAML)) {
      assertThat(documents.faults(format, latin).reported())
          .extracting(Fault::toString)
          .containsExactly("the document is not UTF-8");
    }
    assertThat(documents.faults(Format.NDJSON, latin).reported())
        .extracting(Fault::toString)
        .containsExactly("line 1 is not UTF-8");
  }

  @Test
  void aByteOrderMarkInFrontIsReadPast() {
    String json = "\uFEFF{\"defaults\":{\"envName\":\"hello@1.0.0\"},\"count\":1}";
    assertThat(documents.faults(Format.JSON, json)).isEmpty();
    assertThat(documents.faults(Format.YAML, json)).isEmpty();
    assertThat(documents.faults(Format.NDJSON, "\uFEFF{}\n{\"envName\":\"hello@1.0.0\"}"))
        .isEmpty();
  }

  @Test
  void noFaultShowsAValueThatMayBeSecret() {
    String secret = "s3cr3t-v4lue";
    List<String> faults =
        documents.faults(
            Format.JSON,
            "{\"callbackUrl\":\"ftp://u:"
                + secret
                + "@h/\",\"items\":[{\"envName\":\"hello@1.0.0\","
                + "\"environment_variables\":{\"A\":{\"x\":\""
                + secret
                + "\"},\"B\":\""
                + secret
                + "\\u0000\"},\"arguments\":[[\""
                + secret
                + "\"]]}]}");
    assertThat(faults).hasSizeGreaterThan(3).noneMatch(fault -> fault.contains(secret));
  }

  private String digest(String json) {
    return documents.check(Format.JSON, json).digest();
  }

  private static List<NewItem> items(CheckedBatch batch) {
    return Documents.items(batch);
  }

  private static JsonNode variables(NewItem item) throws JsonProcessingException {
    return JSON.readTree(item.request()).get("environment_variables");
  }
}
