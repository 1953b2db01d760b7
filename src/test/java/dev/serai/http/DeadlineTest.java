package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.cluster.placement.Placement;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a failed request is tried again. */
class DeadlineTest {

  private final RuntimeException database = new DatabaseUnavailableException("away");
  private final RuntimeException cluster = ClusterUnavailableException.notExecuted("away", null);

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final Deadline deadline = new Deadline(Clock.systemUTC(), Duration.ofHours(1), 2);

  @AfterEach
  void close() throws Exception {
    camel.close();
  }

  @Test
  void aRequestIsTriedAgainUntilItsTimeIsUp() {
    assertThat(deadline.isOpen(failed(cluster))).isTrue();
    assertThat(new Deadline(Clock.systemUTC(), Duration.ZERO, 2).isOpen(failed(cluster))).isFalse();
  }

  @Test
  void onlySomeRequestsWaitForTheDatabaseAndEachMakesRoomWhenItIsDone() {
    Exchange first = failed(database);
    assertThat(deadline.isOpen(first)).isTrue();
    assertThat(deadline.isOpen(failed(database))).isTrue();
    assertThat(deadline.isOpen(failed(database))).as("a third one").isFalse();
    assertThat(deadline.isOpen(first)).as("one that waits already").isTrue();
    assertThat(deadline.isOpen(failed(cluster))).as("one that needs no database").isTrue();

    first.getExchangeExtension().handoverCompletions().forEach(done -> done.onComplete(first));
    assertThat(deadline.isOpen(failed(database))).isTrue();
  }

  @Test
  void aTryWithoutAnAnswerIsNoted() {
    Exchange exchange = failed(ClusterUnavailableException.outcomeUncertain("no answer", null));
    assertThat(deadline.isOpen(exchange)).isTrue();
    assertThat(exchange.getProperty(Placement.OUTCOME_UNCERTAIN)).isEqualTo(true);
  }

  private Exchange failed(RuntimeException failure) {
    Exchange exchange = new DefaultExchange(camel);
    exchange.setProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, failure);
    return exchange;
  }
}
