package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequestReaderTest {

  private final RequestReader reader = new RequestReader(List.of());

  @Test
  void readsPastAByteOrderMarkInFront() {
    InstanceRequest request = reader.read("\uFEFF{\"envName\":\"demo@1.0.0\"}");

    assertThat(request).isEqualTo(InstanceRequest.of(new EnvRef("demo", "1.0.0")));
  }

  @Test
  void refusesAByteOrderMarkAnywhereElse() {
    assertThatThrownBy(() -> reader.read("\uFEFF\uFEFF{\"envName\":\"demo@1.0.0\"}"))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(400));
  }

  @Test
  void rejectsWithTheCodeAndTheMessageOfTheRoute() {
    assertThatThrownBy(() -> reader.reject(403, "guests may run two instances"))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(403))
        .hasMessage("guests may run two instances");
  }

  @Test
  void doesNotRejectWithTheCodeOfASuccess() {
    assertThatThrownBy(() -> reader.reject(200, "fine"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 400 to 599");
  }
}
