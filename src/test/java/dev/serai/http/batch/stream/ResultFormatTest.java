package dev.serai.http.batch.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The choice of the format of results. */
class ResultFormatTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/csv;q=0.1, application/json       | JSON
          text/csv, application/json;q=0.9       | CSV
          text/csv, application/json             | CSV
          application/json;q=0.1, text/csv;q=0.2 | CSV
          text/csv;q=0                           | JSON
          image/png, application/x-ndjson;q=0.5  | NDJSON
          TEXT/CSV; header=present               | CSV
          */*                                    | JSON
          ''                                     | JSON
          """)
  void isTheKnownOneThatAcceptGivesTheGreatestWeight(String accept, ResultFormat format) {
    assertThat(ResultFormat.asked("", accept)).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource({"csv,CSV", "NDJSON,NDJSON", "json,JSON"})
  void isTheParametersWhateverIsAccepted(String parameter, ResultFormat format) {
    assertThat(ResultFormat.asked(parameter, "text/csv")).isEqualTo(format);
  }
}
