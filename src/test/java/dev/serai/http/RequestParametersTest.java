package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RequestParametersTest {

  @Test
  void areThoseThatTheRestRoutesDeclare() {
    Set<String> path = new TreeSet<>();
    Set<String> query = new TreeSet<>();
    for (JsonNode parameter :
        Stream.of("rest", "batches")
            .map(RequestParametersTest::file)
            .flatMap(file -> file.findValues("param").stream())
            .flatMap(RequestParametersTest::each)
            .toList()) {
      switch (parameter.path("type").asText()) {
        case "path" -> path.add(parameter.path("name").asText());
        case "query" -> query.add(parameter.path("name").asText());
        default -> {}
      }
    }

    assertThat(path).isNotEmpty().containsExactlyInAnyOrderElementsOf(RequestParameters.OF_PATH);
    assertThat(query).isNotEmpty().containsExactlyInAnyOrderElementsOf(RequestParameters.OF_QUERY);
  }

  private static JsonNode file(String name) {
    try {
      return new YAMLMapper().readTree(Path.of("routes/" + name + ".camel.yaml").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }
}
