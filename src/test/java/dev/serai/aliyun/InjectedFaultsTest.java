package dev.serai.aliyun;

import static dev.serai.aliyun.SdkErrors.codeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.tea.TeaUnretryableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults come as they were ordered, and calls are counted with them. */
class InjectedFaultsTest {

  private AlibabaCloud cloud;
  private InjectedFaults faults;
  private com.aliyun.cs20151215.Client client;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    cloud = AlibabaCloud.start(folder);
    cloud.cluster("c1");
    faults = cloud.faults(Api.DESCRIBE_CLUSTER_DETAIL);
    client = new SdkClients(cloud).cs(cloud.user("serai"));
  }

  @AfterEach
  void stop() {
    cloud.close();
  }

  @Test
  void failsTheNextCalls() {
    faults.failNext(2, 503, "ServiceUnavailable");
    assertThat(codes(4)).containsExactly("ServiceUnavailable", "ServiceUnavailable", "", "");
    assertThat(cloud.calls(Api.DESCRIBE_CLUSTER_DETAIL))
        .extracting(Call::status)
        .containsExactly(503, 503, 200, 200);
  }

  @Test
  void failsEveryThirdCall() {
    faults.failEvery(3, 400, "Throttling.User");
    assertThat(codes(6)).containsExactly("", "", "Throttling.User", "", "", "Throttling.User");
  }

  @Test
  void failsAShareOfTheCalls() {
    faults.failShare(0.5, 500, "InternalError");
    assertThat(codes(60)).filteredOn("InternalError"::equals).hasSizeBetween(20, 40);
    faults.heal();
    assertThat(codes(3)).containsOnly("");
  }

  @Test
  void dropsTheConnection() {
    faults.dropNext(1);
    assertThatThrownBy(() -> client.describeClusterDetail("c1"))
        .isInstanceOf(TeaUnretryableException.class)
        .hasMessageContaining("unexpected end of stream");
    assertThat(cloud.calls(Api.DESCRIBE_CLUSTER_DETAIL))
        .extracting(Call::status)
        .containsExactly(0);
    assertThat(codes(1)).containsExactly("");
  }

  @Test
  void answersLate() {
    faults.delay(Duration.ofMillis(300));
    long before = System.nanoTime();
    assertThat(codes(1)).containsExactly("");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(300));
  }

  @Test
  void concernsOneApiOnly() {
    cloud.faults(Api.GET_SECRET_VALUE).failNext(1, 503, "ServiceUnavailable");
    assertThat(codes(1)).containsExactly("");
  }

  private List<String> codes(int calls) {
    return IntStream.range(0, calls)
        .mapToObj(call -> codeOf(() -> client.describeClusterDetail("c1")))
        .toList();
  }
}
