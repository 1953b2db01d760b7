package dev.serai.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class CanonicalJsonTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void sortsTheFieldsOfObjectsAtEveryDepthAndKeepsTheOrderOfLists() throws JsonProcessingException {
    assertThat(
            CanonicalJson.of(
                JSON.readTree("{\"b\":[{\"z\":1,\"y\":null},\"a\"],\"a\":{\"d\":0.5,\"c\":\"\"}}")))
        .isEqualTo("{\"a\":{\"c\":\"\",\"d\":0.5},\"b\":[{\"y\":null,\"z\":1},\"a\"]}");
  }
}
