package dev.serai.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonMergePatchTest {

  private static final JsonMapper JSON = new JsonMapper();

  /** The cases of RFC 7396, appendix A, whose target and patch are objects. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"a":"b"}         | {"a":"c"}                   | {"a":"c"}
          {"a":"b"}         | {"b":"c"}                   | {"a":"b","b":"c"}
          {"a":"b"}         | {"a":null}                  | {}
          {"a":"b","b":"c"} | {"a":null}                  | {"b":"c"}
          {"a":["b"]}       | {"a":"c"}                   | {"a":"c"}
          {"a":"c"}         | {"a":["b"]}                 | {"a":["b"]}
          {"a":{"b":"c"}}   | {"a":{"b":"d","c":null}}    | {"a":{"b":"d"}}
          {"a":[{"b":"c"}]} | {"a":[1]}                   | {"a":[1]}
          {"e":null}        | {"a":1}                     | {"e":null,"a":1}
          {}                | {"a":{"bb":{"ccc":null}}}   | {"a":{"bb":{}}}
          """)
  void appliesAPatchAsTheRfcShows(String target, String patch, String result)
      throws JsonProcessingException {
    ObjectNode changed = object(target);

    JsonMergePatch.apply(changed, object(patch));

    assertThat(changed).isEqualTo(object(result));
  }

  @Test
  void anAppendedPatchDoesWhatBothDoOneAfterTheOther() throws JsonProcessingException {
    ObjectNode first = object("{\"a\":{\"x\":1,\"y\":2},\"b\":1,\"c\":[1]}");
    ObjectNode second = object("{\"a\":{\"x\":null,\"z\":{\"n\":null}},\"b\":null,\"c\":[2]}");

    JsonMergePatch.append(first, second);

    assertThat(first)
        .isEqualTo(object("{\"a\":{\"x\":null,\"y\":2,\"z\":{\"n\":null}},\"b\":null,\"c\":[2]}"));
  }

  @Test
  void thePatchIsNoPartOfTheTarget() throws JsonProcessingException {
    ObjectNode target = object("{}");
    ObjectNode patch = object("{\"a\":{\"b\":[1]}}");
    JsonMergePatch.apply(target, patch);

    JsonMergePatch.apply(target, object("{\"a\":{\"c\":2}}"));

    assertThat(patch).isEqualTo(object("{\"a\":{\"b\":[1]}}"));
  }

  private static ObjectNode object(String json) throws JsonProcessingException {
    return (ObjectNode) JSON.readTree(json);
  }
}
