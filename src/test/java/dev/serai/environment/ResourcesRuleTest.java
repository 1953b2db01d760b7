package dev.serai.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.instance.InstanceRequest;
import dev.serai.instance.RequestReader;
import dev.serai.instance.RequestRejectedException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourcesRuleTest {

  private final RequestReader reader = new RequestReader(List.of(new ResourcesRule()));

  @Test
  void aRequestMayAskForEither() {
    assertThat(ResourcesRule.of(read("{\"cpu\":\"500m\"}"))).isEqualTo(new Resources("500m", ""));
    assertThat(ResourcesRule.of(read("{\"cpu\":\"2\",\"memory\":\"1Gi\"}")))
        .isEqualTo(new Resources("2", "1Gi"));
    assertThat(ResourcesRule.of(read("null"))).isEqualTo(Resources.OF_TEMPLATE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 | resources is not an object",
        "{\"cpu\":2} | resources.cpu is not a quantity in quotes",
        "{\"cpu\":\"\"} | resources.cpu is not a quantity",
        "{\"cpu\":\"two\"} | resources.cpu \"two\" is not a quantity",
        "{\"cpu\":\"-1\"} | resources.cpu \"-1\" is not a quantity",
        "{\"memory\":\"256\"} | resources.memory \"256\" is less than 1Mi",
        "{\"memory\":null} | resources.memory is not a quantity",
        "{\"cpus\":\"1\"} | resources.cpus is unknown; did you mean cpu?",
      })
  void whatIsNoQuantityIsRefused(String section, String message) {
    assertThatThrownBy(() -> read(section))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageStartingWith(message);
  }

  private InstanceRequest read(String section) {
    return reader.read("{\"envName\":\"a@1\",\"resources\":" + section + "}");
  }
}
