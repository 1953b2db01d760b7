package dev.serai.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.batch.DatabaseUnavailableException;
import dev.serai.cluster.ClusterUnavailableException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.ThrottlerRejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureKindTest {

  private static final FailurePredicates PREDICATES = new FailurePredicates();

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            ClusterUnavailableException.notExecuted("down", null), FailureKind.CLUSTER_UNAVAILABLE),
        Arguments.of(new DatabaseUnavailableException("down"), FailureKind.DATABASE_UNAVAILABLE),
        Arguments.of(circuitOpen(), FailureKind.CIRCUIT_OPEN),
        Arguments.of(new RejectedExecutionException("stopping"), FailureKind.NOT_ACCEPTED),
        Arguments.of(new ThrottlerRejectedExecutionException("too many"), FailureKind.NOT_ACCEPTED),
        Arguments.of(
            RequestRejectedException.tooMany("streams", Duration.ofSeconds(1)), FailureKind.BUSY),
        Arguments.of(
            RequestRejectedException.unavailable("list", Duration.ofSeconds(1), null),
            FailureKind.BUSY),
        Arguments.of(RequestRejectedException.noCapacity("exceeded quota"), FailureKind.NO_ROOM),
        Arguments.of(
            RequestRejectedException.badCredentials("rejected", null),
            FailureKind.CREDENTIALS_REJECTED),
        Arguments.of(RequestRejectedException.invalid("ttl", "is negative"), FailureKind.REFUSED),
        Arguments.of(RequestRejectedException.forbidden("create pods"), FailureKind.REFUSED),
        Arguments.of(RequestRejectedException.conflict("another request"), FailureKind.REFUSED),
        Arguments.of(new IllegalStateException("a fault"), FailureKind.INTERNAL));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void hasTheKindOfTheExceptionAndOfItsCause(Exception failure, FailureKind kind) {
    assertThat(FailureKind.of(failure)).isEqualTo(kind);
    assertThat(FailureKind.of(new RuntimeException("wrapped", failure))).isEqualTo(kind);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatIsTransientIsRetriable(Exception failure, FailureKind kind) {
    assertThat(!kind.isTransient() || kind.isRetriable()).isTrue();
    assertThat(PREDICATES.isTransient(failure)).isEqualTo(kind.isTransient());
    assertThat(PREDICATES.isRetriable(failure)).isEqualTo(kind.isRetriable());
  }

  @Test
  void aFullClusterIsWorthAnotherTryButNotInPlace() {
    assertThat(FailureKind.NO_ROOM.isRetriable()).isTrue();
    assertThat(FailureKind.NO_ROOM.isTransient()).isFalse();
    assertThat(FailureKind.REFUSED.isRetriable()).isFalse();
    assertThat(FailureKind.INTERNAL.isRetriable()).isFalse();
  }

  @Test
  void anotherClusterMayDoWhatOneClusterCannot() {
    assertThat(Stream.of(FailureKind.values()).filter(FailureKind::isClusterSpecific))
        .containsExactly(
            FailureKind.CLUSTER_UNAVAILABLE,
            FailureKind.CIRCUIT_OPEN,
            FailureKind.NO_ROOM,
            FailureKind.CREDENTIALS_REJECTED);
  }

  @Test
  void thePredicatesAreFalseWithoutAnException() {
    assertThat(PREDICATES.isTransient(null)).isFalse();
    assertThat(PREDICATES.isOfCluster(null)).isFalse();
    assertThat(PREDICATES.isOfDatabase(null)).isFalse();
    assertThat(PREDICATES.isClusterSpecific(null)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aRouteChoosesItsHandlerByThePredicates(Exception failure, FailureKind kind)
      throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      camel.getRegistry().bind("failures", PREDICATES);
      camel.addRoutes(routeThatFails(failure));
      camel.start();

      Exchange exchange =
          camel.createFluentProducerTemplate().to("direct:fails").withBody("").send();

      String expected =
          switch (kind) {
            case DATABASE_UNAVAILABLE -> "database";
            case CLUSTER_UNAVAILABLE, CIRCUIT_OPEN -> "cluster";
            case NOT_ACCEPTED, BUSY, NO_ROOM, CREDENTIALS_REJECTED, REFUSED, INTERNAL -> "other";
          };
      assertThat(exchange.getMessage().getBody()).isEqualTo(expected);
    }
  }

  private static RouteBuilder routeThatFails(Exception failure) {
    return new RouteBuilder() {
      @Override
      public void configure() {
        onException(Exception.class)
            .onWhen(method("failures", "isOfDatabase"))
            .handled(true)
            .setBody(constant("database"));
        onException(Exception.class)
            .onWhen(method("failures", "isOfCluster"))
            .handled(true)
            .setBody(constant("cluster"));
        onException(Exception.class).handled(true).setBody(constant("other"));
        from("direct:fails")
            .process(
                exchange -> {
                  throw failure;
                });
      }
    };
  }

  private static CallNotPermittedException circuitOpen() {
    CircuitBreaker breaker = CircuitBreaker.ofDefaults("c");
    breaker.transitionToOpenState();
    return CallNotPermittedException.createCallNotPermittedException(breaker);
  }
}
