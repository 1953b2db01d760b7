package dev.serai.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressBarTest {

  private static final ThroughputEstimate.Estimate ESTIMATE =
      new ThroughputEstimate.Estimate(OptionalDouble.of(8.46), Optional.of(Duration.ofSeconds(73)));

  private static final String NORMAL =
      """
      {"state":"RUNNING","total":200,"counts":{"queued":95,"starting":3,"running":12,
       "succeeded":85,"failed":3,"timed_out":1,"cancelled":1}}""";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "200 | \"[=================x>                     ]"
            + "  45%  90/200 done  12 running  4 failed  1 cancelled  8.5/s  1m13s left\"",
        "100 | \"[==========x>             ]"
            + "  45%  90/200 done  12 running  4 failed  1 cancelled  8.5/s  1m13s left\"",
        "82 | \"[=====x>       ]  45%  90/200 done  12 running  4 failed  1 cancelled  1m13s left\"",
        "60 | \"[========x>            ]  45%  90/200  12 running  4 failed\"",
        "50 | \"[====x>      ]  45%  90/200  12 running  4 failed\"",
        "40 | 45%  90/200  12 running  4 failed",
        "30 | 90/200  12 running  4 failed",
        "20 | 90/200  4 failed",
        "8 | 90/200",
        "4 | 90/"
      })
  void saysAsMuchAsTheWidthHasRoomFor(int width, String line) {
    assertThat(ProgressBar.line(batch(NORMAL), ESTIMATE, width, false)).isEqualTo(line);
  }

  @Test
  void isShorterThanTheTerminalAtEveryWidth() {
    for (int width = 20; width <= 200; width++) {
      String plain = ProgressBar.line(batch(NORMAL), ESTIMATE, width, false);
      String coloured = ProgressBar.line(batch(NORMAL), ESTIMATE, width, true);
      assertThat(plain).as("at %d", width).hasSizeLessThan(width).contains("90/200");
      assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(plain);
    }
  }

  @Test
  void showsWhatHasFailedHoweverLittleItIs() {
    String line =
        ProgressBar.line(
            batch(
                "{\"state\":\"RUNNING\",\"total\":100000,\"counts\":{\"succeeded\":50000,\"failed\":1}}"),
            ThroughputEstimate.Estimate.UNKNOWN,
            120,
            false);
    assertThat(line)
        .isEqualTo(
            "[===================x>                   ]  50%  50001/100000 done  0 running"
                + "  1 failed");
  }

  @Test
  void aBatchOfNothingIsNothingDone() {
    assertThat(
            ProgressBar.line(
                batch("{\"state\":\"RUNNING\",\"total\":0,\"counts\":{}}"),
                ThroughputEstimate.Estimate.UNKNOWN,
                80,
                false))
        .isEqualTo("[>                                       ]  0%  0/0 done  0 running  0 failed");
  }

  @Test
  void aBatchThatIsDoneIsFull() {
    assertThat(
            ProgressBar.line(
                batch("{\"state\":\"SUCCEEDED\",\"total\":7,\"counts\":{\"succeeded\":7}}"),
                ESTIMATE,
                100,
                false))
        .startsWith("[========================================]  100%  7/7 done")
        .endsWith("succeeded")
        .doesNotContain("left");
  }

  @Test
  void aBatchOfFailuresIsFullOfThem() {
    assertThat(
            ProgressBar.line(
                batch("{\"state\":\"FAILED\",\"total\":3,\"counts\":{\"failed\":3}}"),
                ThroughputEstimate.Estimate.UNKNOWN,
                70,
                false))
        .contains("x".repeat(17))
        .doesNotContain("=", ">");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PAUSED", "CANCELLING"})
  void aBatchThatDoesNotGoOnSaysSoInPlaceOfATime(String state) {
    assertThat(ProgressBar.text(batch(NORMAL.replace("RUNNING", state)), ESTIMATE))
        .endsWith(state.toLowerCase(java.util.Locale.ROOT))
        .doesNotContain("left");
  }

  private static BatchView batch(String json) {
    return new BatchView(tree(json));
  }

  static JsonNode tree(String json) {
    try {
      return new JsonMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
