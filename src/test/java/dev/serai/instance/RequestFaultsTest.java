package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestFaultsTest {

  private static final JsonMapper JSON = new JsonMapper();

  private final RequestFaults faults = new RequestFaults(new RequestReader(List.of(new Colours())));

  /** A section with one rule: each value is a colour. */
  private static final class Colours implements SectionRule {

    @Override
    public String name() {
      return "colours";
    }

    @Override
    public void check(JsonNode section) {
      section
          .properties()
          .forEach(
              entry -> {
                if (!entry.getValue().asText().equals("red")) {
                  throw new InvalidSectionException(List.of(entry.getKey()), "is not red");
                }
              });
    }
  }

  @Test
  void aRequestThatCanBeReadHasNone() {
    assertThat(of("{'envName':'a@1','arguments':['x'],'labels':{'k':'v'}}")).isEmpty();
  }

  @Test
  void eachWrongFieldIsTold() {
    assertThat(of("{'envName':'a','ttl':'600','datasource':'a b','owner':5}"))
        .extracting(Fault::path)
        .containsExactly("envName", "ttl", "datasource", "owner");
  }

  @Test
  void eachWrongEntryOfAFieldIsTold() {
    assertThat(
            of(
                "{'envName':'a@1','arguments':['x',1,'y',true],"
                    + "'environment_variables':{'1A':'x','B':2,'C':'3'},"
                    + "'labels':{'serai.dev/x':'y','ok':'v','':'z'},"
                    + "'colours':{'sky':'blue','rose':'red','grass':'green'}}"))
        .extracting(Fault::path)
        .containsExactly(
            "arguments[1]",
            "arguments[3]",
            "environment_variables",
            "environment_variables[\"B\"]",
            "labels",
            "labels",
            "colours.sky",
            "colours.grass");
  }

  @Test
  void aMissingEnvironmentIsToldBesideTheOthers() {
    assertThat(of("{'ttl':'600'}")).extracting(Fault::path).containsExactly("envName", "ttl");
  }

  @Test
  void partsOfARequestNeedNoEnvironment() {
    assertThat(faults.ofParts(object("{'labels':{'k':'v'}}"))).isEmpty();
    assertThat(faults.ofParts(object("{'labels':{'k':5}}")))
        .extracting(Fault::toString)
        .containsExactly("labels[\"k\"] is a number; a string is expected, in quotes");
  }

  @Test
  void whatOnlyTheWholeOfAFieldBreaksIsTold() {
    ObjectNode request = object("{'envName':'a@1'}");
    ObjectNode labels = request.putObject("labels");
    for (int i = 0; i < 1_001; i++) {
      labels.put("k" + i, "v");
    }
    assertThat(faults.of(request))
        .extracting(Fault::toString)
        .containsExactly("labels has 1001 entries; at most 1000 are allowed");
  }

  private List<Fault> of(String json) {
    return faults.of(object(json));
  }

  private static ObjectNode object(String json) {
    try {
      return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}
