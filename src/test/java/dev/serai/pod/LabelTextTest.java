package dev.serai.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTextTest {

  private static final String VALID = "[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?";

  @ParameterizedTest
  @ValueSource(strings = {"a", "1.0.0", "A_b-c.d", "30m"})
  void whatIsValidStaysAsItIs(String text) {
    assertThat(LabelText.value(text)).isEqualTo(text);
  }

  @Test
  void sixtyThreeCharactersStayAndSixtyFourAreCut() {
    assertThat(LabelText.value("x".repeat(63))).isEqualTo("x".repeat(63));
    assertThat(LabelText.value("x".repeat(64))).hasSize(63).startsWith("x".repeat(50));
  }

  @Test
  void emptyTextIsAnEmptyValue() {
    assertThat(LabelText.value("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"a@b.com, a-b.com-x", "k y/z, k-y-z-x", "-x-, x-x", "日本, x", "'  ', x"})
  void whatIsAlteredStaysReadable(String text, String start) {
    assertThat(LabelText.value(text)).matches(VALID).startsWith(start);
  }

  @Test
  void textThatLooksLikeAnAlteredOneCannotPassForIt() {
    String altered = LabelText.value("a@b.com");
    assertThat(LabelText.value(altered)).isNotEqualTo(altered).matches(VALID);
  }

  @Test
  void everyTextBecomesValidAndDifferentTextsStayDifferent() {
    Random random = new Random(7);
    Map<String, String> seen = new HashMap<>();
    for (int i = 0; i < 50_000; i++) {
      String text =
          random
              .ints(1 + random.nextInt(i % 10 == 0 ? 253 : 8), 32, i % 2 == 0 ? 127 : 0x1FFFF)
              // a broken surrogate is refused long before it could be a label
              .filter(c -> Character.getType(c) != Character.SURROGATE)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      if (text.isEmpty()) {
        continue;
      }
      String label = LabelText.key(text);
      assertThat(label).as(text).matches(VALID);
      assertThat(seen.getOrDefault(label, text)).isEqualTo(text);
      seen.put(label, text);
      assertThat(LabelText.key(text)).isEqualTo(label);
    }
  }
}
