package dev.serai.batch.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a route from {@code batches:claims} or {@code batches:sweeps} looks for work. */
class WakeConsumerTest {

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Wake wake = new Wake();
  private final List<Long> looks = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    camel.stop();
  }

  @Test
  void restsBetweenTwoLooksHoweverOftenItIsWoken() throws Exception {
    start("batches:work?period=1m&pause=200");

    for (int i = 0; i < 100 && looks.size() < 4; i++) {
      wake.now();
      Thread.sleep(20);
    }

    await().until(() -> looks.size() >= 3);
    for (int i = 1; i < looks.size(); i++) {
      assertThat(Duration.ofNanos(looks.get(i) - looks.get(i - 1)))
          .as("between looks %d and %d", i, i + 1)
          .isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
  }

  @Test
  void isWokenOnceByWhatHappensWhileItRests() throws Exception {
    start("batches:work?period=1m&pause=200");
    wake.now();
    await().until(() -> looks.size() == 1);

    wake.now();
    wake.now();

    await().until(() -> looks.size() == 2);
    await().during(Duration.ofMillis(600)).until(() -> looks.size() == 2);
  }

  @Test
  void looksByItselfWhenNobodyWakesIt() throws Exception {
    start("batches:work?period=50");

    await().until(() -> looks.size() >= 3);
  }

  @Test
  void aPauseThatIsLongerThanThePeriodIsRefused() {
    assertThatThrownBy(() -> start("batches:work?period=10&pause=25"))
        .rootCause()
        .hasMessage("a pause of PT0.025S is not within the period of PT0.01S");
  }

  private void start(String uri) throws Exception {
    camel.addComponent(
        "batches", new BatchesComponent(Map.of("work", Source.wokenBy(wake, () -> {}))));
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(uri).process(exchange -> looks.add(System.nanoTime()));
          }
        });
    camel.start();
  }
}
