package dev.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterClientsTest {

  private final TwoWays ways = TwoWays.start();

  @AfterEach
  void stop() {
    ways.close();
  }

  @Test
  void whatBeginsAfterAnExchangeIsDoneByTheNewClients() {
    ways.exchange();
    ways.rejectOnTheFirst();
    try (ClientUse use = ways.clients().use()) {
      assertThat(pods(use.calls())).isEmpty();
      assertThat(pods(use.streams())).isEmpty();
    }
  }

  @Test
  void whatIsUsedStaysOpenUntilItsLastUserGoes() {
    ClientUse one = ways.clients().use();
    ClientUse other = ways.clients().use();
    ways.exchange();
    one.close();
    one.close();
    assertThat(pods(other.calls())).isEmpty();
    assertThat(other.calls().getHttpClient().isClosed()).isFalse();

    other.close();
    assertThat(other.calls().getHttpClient().isClosed()).isTrue();
    assertThat(other.streams().getHttpClient().isClosed()).isTrue();
  }

  @Test
  void clientsThatNobodyUsesCloseAtTheExchange() {
    KubernetesClient calls = ways.clients().calls();
    ways.exchange();
    assertThat(calls.getHttpClient().isClosed()).isTrue();
    assertThat(ways.clients().calls().getHttpClient().isClosed()).isFalse();
  }

  @Test
  void tellsOfEachExchangeWhenTheNewClientsAreThere() {
    List<KubernetesClient> reported = new ArrayList<>();
    KubernetesClient before = ways.clients().calls();
    ways.clients().onExchange(() -> reported.add(ways.clients().calls()));
    ways.exchange();
    assertThat(reported).hasSize(1).doesNotContain(before);
  }

  @Test
  void aRejectionIsAnsweredWithOneRenewalHoweverManyMeetIt() {
    KubernetesClient rejected = ways.clients().calls();
    ways.clients().renew(rejected);
    KubernetesClient renewed = ways.clients().calls();
    ways.clients().renew(rejected);
    assertThat(ways.clients().calls()).isSameAs(renewed).isNotSameAs(rejected);
  }

  /** fabric8 doubles the wait five times: to 3.2 s from this, and to 32 s from its own default. */
  @Test
  void aWatchIsOpenedAgainSoonAfterAnOutage() {
    assertThat(ways.clients().streams().getConfiguration().getWatchReconnectInterval())
        .isEqualTo(100);
  }

  @Test
  void nothingIsExchangedAfterTheEnd() {
    ways.clients().close();
    ways.exchange();
    assertThatThrownBy(() -> pods(ways.clients().calls()))
        .isInstanceOfAny(KubernetesClientException.class, IllegalStateException.class);
  }

  private static List<?> pods(KubernetesClient client) {
    return client.pods().inNamespace("default").list().getItems();
  }
}
