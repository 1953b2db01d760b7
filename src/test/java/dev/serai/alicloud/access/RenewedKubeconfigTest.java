package dev.serai.alicloud.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.MovedClock;
import dev.serai.alicloud.api.CloudApiException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RenewedKubeconfigTest {

  private static final Duration LIFE = Duration.ofSeconds(100);

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-01T12:00:00Z"));
  private final ManualRenewalScheduler timer = new ManualRenewalScheduler(clock);
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Issuer issuer = new Issuer();

  @Test
  void isRenewedAtFourFifthsOfItsLifeAndTellsItsListeners() {
    List<String> reported = new ArrayList<>();
    try (RenewedKubeconfig kubeconfig = open()) {
      kubeconfig.onRenewed(config -> reported.add(config.getNamespace()));
      timer.pass(Duration.ofSeconds(79));
      assertThat(kubeconfig.config().getNamespace()).isEqualTo("n1");

      timer.pass(Duration.ofSeconds(1));
      assertThat(kubeconfig.config().getNamespace()).isEqualTo("n2");
      assertThat(reported).containsExactly("n2");
      assertThat(kubeconfig.status().expires()).contains(clock.instant().plus(LIFE));

      timer.pass(Duration.ofSeconds(80));
      assertThat(reported).containsExactly("n2", "n3");
      assertThat(counter("renewals")).isEqualTo(2);
      assertThat(kubeconfig.status().failure()).isEmpty();
    }
    assertThat(issuer.closed).isTrue();
  }

  @Test
  void aRenewalThatFailsIsRetriedAndWarnsFromTheFirstTimeOn() {
    try (RenewedKubeconfig kubeconfig = open()) {
      issuer.failing = 3;
      timer.pass(Duration.ofSeconds(80));

      assertThat(kubeconfig.status().failure()).contains("can't get it: no (No)");
      assertThat(counter("renewal.failures")).isEqualTo(1);
      assertThat(kubeconfig.config().getNamespace()).isEqualTo("n1");

      timer.pass(Duration.ofSeconds(15));
      assertThat(counter("renewal.failures")).isEqualTo(3);
      assertThat(kubeconfig.config().getNamespace()).isEqualTo("n2");
      assertThat(kubeconfig.status().failure()).isEmpty();
    }
  }

  @Test
  void isTriedManyTimesBeforeTheEndAndOnAfterIt() {
    try (RenewedKubeconfig kubeconfig = open()) {
      issuer.failing = 1_000;
      timer.pass(Duration.ofSeconds(99));
      assertThat(counter("renewal.failures")).isGreaterThan(12);
      assertThat(kubeconfig.status().isExpired(clock.instant())).isFalse();

      timer.pass(Duration.ofMinutes(30));
      assertThat(kubeconfig.status().isExpired(clock.instant())).isTrue();
      issuer.failing = 0;
      timer.pass(Duration.ofMinutes(2));
      assertThat(kubeconfig.status().isExpired(clock.instant())).isFalse();
    }
  }

  @Test
  void anErrorOfTheProgramDoesNotEndTheRenewals() {
    try (RenewedKubeconfig kubeconfig = open()) {
      issuer.broken = true;
      timer.pass(Duration.ofSeconds(80));
      assertThat(kubeconfig.status().failure())
          .contains("an unexpected java.lang.IllegalStateException");

      issuer.broken = false;
      timer.pass(Duration.ofSeconds(15));
      assertThat(kubeconfig.config().getNamespace()).isEqualTo("n2");
    }
  }

  @Test
  void afterARejectionItIsRenewedOnceForAllWhoAsk() throws Exception {
    ExecutorService many = Executors.newFixedThreadPool(8);
    CountDownLatch start = new CountDownLatch(1);
    try (RenewedKubeconfig kubeconfig = open()) {
      clock.move(Duration.ofSeconds(30));
      List<Future<Config>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(
            many.submit(
                () -> {
                  start.await();
                  return kubeconfig.renew();
                }));
      }
      start.countDown();
      for (Future<Config> answer : answers) {
        assertThat(answer.get().getNamespace()).isEqualTo("n2");
      }
      assertThat(issuer.issued).isEqualTo(2);

      assertThat(kubeconfig.renew().getNamespace()).as("soon after").isEqualTo("n2");
      clock.move(Duration.ofSeconds(5));
      assertThat(kubeconfig.renew().getNamespace()).as("later").isEqualTo("n3");
    } finally {
      many.shutdownNow();
    }
  }

  @Test
  void afterARejectionTheTimeOfTheEarlierOneDoesNotCount() {
    try (RenewedKubeconfig kubeconfig = open()) {
      clock.move(Duration.ofSeconds(30));
      assertThat(kubeconfig.renew().getNamespace()).isEqualTo("n2");
      timer.pass(Duration.ofSeconds(79));
      assertThat(issuer.issued).isEqualTo(2);
      timer.pass(Duration.ofSeconds(1));
      assertThat(issuer.issued).isEqualTo(3);
    }
  }

  @Test
  void aRejectionThatCantBeHelpedKeepsWhatThereIs() {
    try (RenewedKubeconfig kubeconfig = open()) {
      clock.move(Duration.ofSeconds(30));
      issuer.failing = 1_000;

      assertThat(kubeconfig.renew().getNamespace()).isEqualTo("n1");
      assertThat(kubeconfig.renew().getNamespace()).isEqualTo("n1");
      assertThat(counter("renewal.failures")).as("no storm").isEqualTo(1);
    }
  }

  @Test
  void theGaugeCountsDownTheSecondsToTheEnd() {
    try (RenewedKubeconfig kubeconfig = open()) {
      assertThat(kubeconfig.source()).isEqualTo("the test's");
      assertThat(expirySeconds()).isEqualTo(100);
      clock.move(Duration.ofSeconds(30));
      assertThat(expirySeconds()).isEqualTo(70);
    }
  }

  @Test
  void aFirstKubeconfigThatIsRefusedEndsTheStart() {
    issuer.failing = 1;
    assertThatThrownBy(this::open).isInstanceOf(CloudApiException.class);
  }

  @Test
  void aFirstKubeconfigThatCantBeHadJustNowComesByItselfAndIsToldAndRenewedAsAnyOther() {
    List<String> reported = new ArrayList<>();
    issuer.code = "ServiceUnavailable";
    issuer.failing = 8;
    try (RenewedKubeconfig kubeconfig = open()) {
      kubeconfig.onRenewed(config -> reported.add(config.getNamespace()));
      assertThat(kubeconfig.status().present()).isFalse();
      assertThat(kubeconfig.status().failure())
          .hasValueSatisfying(why -> assertThat(why).contains("get it"));
      assertThat(expirySeconds()).as("an alarm sees it").isZero();
      assertThatThrownBy(kubeconfig::config).hasMessage("there is no the test's yet");

      timer.pass(Duration.ofMinutes(2));
      assertThat(reported).startsWith("n1");
      assertThat(kubeconfig.status().present()).isTrue();
      assertThat(kubeconfig.status().failure()).isEmpty();
      assertThat(counter("renewal.failures")).isEqualTo(8);

      issuer.failing = 0;
      int before = issuer.issued;
      timer.pass(Duration.ofSeconds(80));
      assertThat(issuer.issued).isEqualTo(before + 1);
    }
  }

  private RenewedKubeconfig open() {
    return new RenewedKubeconfig(
        "the test's", "c1", issuer, new RenewalTimes(() -> 0), clock, timer, metrics);
  }

  private double counter(String name) {
    return metrics.get("serai.alicloud.kubeconfig." + name).counter().count();
  }

  private double expirySeconds() {
    return metrics.get("serai.cluster.credentials.expiry").gauge().value();
  }

  private final class Issuer implements KubeconfigIssuer {
    private int issued;
    private int failing;
    private String code = "No";
    private boolean broken;
    private boolean closed;

    @Override
    public Kubeconfig issue() {
      if (broken) {
        throw new IllegalStateException("broken");
      }
      if (failing > 0) {
        failing--;
        throw new CloudApiException("get it", code, "no", "nothing");
      }
      issued++;
      Config config =
          new ConfigBuilder(Config.empty())
              .withMasterUrl("https://127.0.0.1:1")
              .withNamespace("n" + issued)
              .build();
      return new Kubeconfig(config, clock.instant(), Optional.of(clock.instant().plus(LIFE)));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
