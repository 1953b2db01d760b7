package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.environment.ResourcesRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What routes change in requests, and read of them, by the bean {@code requests}. */
class RequestChangesTest {

  private final RequestReader requests = new RequestReader(List.of(new ResourcesRule()));
  private final InstanceRequest request =
      requests.read(
          """
          {"envName":"demo@1.0.0","owner":"a","ttl":"1h","labels":{"team":"red"},
           "environment_variables":{"SEED":"1"},"resources":{"cpu":"500m"}}
          """);

  @Test
  void changesOnlyWhatIsNamed() {
    assertThat(requests.withEnv(request, "hello@2.0.0").env()).hasToString("hello@2.0.0");
    assertThat(requests.withOwner(request, "b").owner()).isEqualTo("b");
    assertThat(requests.withTtl(request, "30m").ttl()).hasValue(Ttl.parse("ttl", "30m"));
    assertThat(requests.withVariable(request, "LR", "0.1").environmentVariables())
        .isEqualTo(Map.of("SEED", "1", "LR", "0.1"));
    assertThat(requests.withVariable(request, "SEED", "2").environmentVariables())
        .isEqualTo(Map.of("SEED", "2"));
    assertThat(requests.withLabel(request, "run", "7").labels())
        .isEqualTo(Map.of("team", "red", "run", "7"));

    InstanceRequest there = requests.withEnv(request, "hello@2.0.0");
    assertThat(requests.withEnv(there, "demo@1.0.0")).isEqualTo(request);
    assertThat(requests.withOwner(requests.withOwner(request, "b"), "a")).isEqualTo(request);
  }

  @Test
  void keepsTheResourceThatIsLeftEmpty() {
    InstanceRequest more = requests.withResources(request, "", "2Gi");

    assertThat(more.cpuMillis()).isEqualTo(500);
    assertThat(more.memoryBytes()).isEqualTo(2L << 30);
    assertThat(requests.withResources(more, "2", "").cpuMillis()).isEqualTo(2_000);
    assertThat(requests.withResources(more, "2", "").memoryBytes()).isEqualTo(2L << 30);
  }

  @ParameterizedTest
  @CsvSource({"2, 2000", "500m, 500", "1e1, 10000", "1.5, 1500", "'', 0"})
  void givesCpuInThousandthsOfACore(String cpu, long millis) {
    assertThat(of(cpu, "").cpuMillis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "256Mi, 268435456",
    "2G, 2000000000",
    "1048576, 1048576",
    "1.5Gi, 1610612736",
    "'', 0"
  })
  void givesMemoryInBytes(String memory, long bytes) {
    assertThat(of("", memory).memoryBytes()).isEqualTo(bytes);
  }

  @Test
  void refusesWhatARequestMayNotSayEither() {
    assertRefused("resources.cpu", () -> requests.withResources(request, "many", ""));
    assertRefused("ttl", () -> requests.withTtl(request, "soon"));
    assertRefused("envName", () -> requests.withEnv(request, "hello"));
    assertRefused("labels", () -> requests.withLabel(request, "serai.dev/owner", "x"));
    assertRefused("environment_variables", () -> requests.withVariable(request, "1X", "x"));
  }

  private InstanceRequest of(String cpu, String memory) {
    return requests.withResources(requests.read("{\"envName\":\"demo@1.0.0\"}"), cpu, memory);
  }

  private static void assertRefused(
      String field, org.assertj.core.api.ThrowableAssert.ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageStartingWith(field);
  }
}
