package dev.serai.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {

  @Test
  void showsWhatMovesACursorOrHidesAsQuestionMarks() {
    assertThat(Text.printable("a\u001b[2Jb\nc\u202Ed\u2028e\uD800f")).isEqualTo("a?[2Jb?c?d?e?f");
    assertThat(Text.printable("Ünï 日本 \uD83D\uDE00")).isEqualTo("Ünï 日本 \uD83D\uDE00");
  }

  @Test
  void cutsOnlyTextThatIsTooLong() {
    assertThat(Text.cut("abc", 3)).isEqualTo("abc");
    assertThat(Text.cut("abcd", 3)).isEqualTo("abc...");
  }

  @Test
  void knowsPrintableTextAndTextForAProcess() {
    assertThat(Text.isPrintable("a b")).isTrue();
    assertThat(Text.isPrintable("a\tb")).isFalse();
    assertThat(Text.isProcessText("a\tb")).isTrue();
    assertThat(Text.isProcessText("a\0b")).isFalse();
    assertThat(Text.isProcessText("a\uDC00")).isFalse();
  }
}
