package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchIdFormatTest {

  private static final Instant SUBMITTED = Instant.parse("2026-11-24T10:00:00Z");

  @Test
  void newIdsHaveTheFormAndSortByTheirSubmission() {
    Random random = new Random(1);
    List<String> ids =
        IntStream.range(0, 100)
            .mapToObj(i -> BatchIdFormat.next(SUBMITTED.plusMillis(i), random))
            .toList();

    assertThat(ids).allMatch(BatchIdFormat::matches).isSorted().doesNotHaveDuplicates();
    assertThat(BatchIdFormat.next(Instant.EPOCH, random)).startsWith("b-000000000");
    assertThat(BatchIdFormat.next(SUBMITTED, random))
        .as("another one of the same moment")
        .isNotEqualTo(BatchIdFormat.next(SUBMITTED, random));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "b-", "b-0123", "b-000000000000000w", "B-0000000000000000", "sweep"})
  void whatHasAnotherFormIsAName(String text) {
    assertThat(BatchIdFormat.matches(text)).isFalse();
  }
}
