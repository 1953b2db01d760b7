package dev.serai.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.direct.DirectComponent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureReasonTest {

  private static final String SECRET = "s3cr3t";

  static Stream<Arguments> reasons() {
    DirectComponent direct = new DirectComponent();
    return Stream.of(
        Arguments.of(new IllegalStateException("it is so"), "it is so"),
        Arguments.of(
            new RuntimeCamelException("it failed", new IllegalStateException("it is so")),
            "it is so"),
        Arguments.of(
            new RuntimeCamelException(new IllegalStateException("  ")),
            "java.lang.IllegalStateException:   "),
        Arguments.of(
            new RuntimeCamelException(new UnsupportedCharsetException("UTF-99")),
            "UnsupportedCharsetException: UTF-99"),
        Arguments.of(
            new RuntimeException(new NoSuchFileException("/a/b.yaml")), "there is no /a/b.yaml"),
        Arguments.of(
            new RuntimeException(
                new RouteLoadException(
                    new Finding(Path.of("a.camel.yaml"), 3, "is wrong"),
                    new IllegalStateException("it is so"))),
            "a.camel.yaml:3: is wrong"),
        Arguments.of(
            new RuntimeException(
                new PropertyBindingException(
                    direct, "passwrd", SECRET, "camel.component.x.", "passwrd", null)),
            "`camel.component.x.passwrd` can't be set: DirectComponent has no such option"),
        Arguments.of(
            new PropertyBindingException(
                direct, "timeout", SECRET, new NumberFormatException("For \"" + SECRET + "\"")),
            "`timeout` can't be set: the value does not suit DirectComponent"));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void isTheInnermostMessageWithoutValuesOfOptions(Throwable failure, String reason) {
    assertThat(FailureReason.of(failure)).isEqualTo(reason).doesNotContain(SECRET);
  }
}
