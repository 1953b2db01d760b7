package dev.serai.cluster;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;

/**
 * Beans {@code breaker-<cluster>}: each opens when most calls of the API server fail, and lets some
 * through again after a moment.
 *
 * <p>It is made here and not in the route because Camel 4.18 takes an exception that a breaker's
 * own configuration does not record for a success, and continues with whatever the body was. With
 * this configuration a rejection by the API server counts as an answer, and is still thrown.
 */
public final class ClusterBreaker {

  private static final int WINDOW = 20;
  private static final int MINIMUM = 10;
  private static final float FAILURE_PERCENT = 60;
  private static final Duration OPEN = Duration.ofSeconds(2);
  private static final int TRIALS = 5;

  private ClusterBreaker() {}

  static CircuitBreaker create(String cluster) {
    return CircuitBreaker.of(
        cluster,
        CircuitBreakerConfig.custom()
            .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
            .slidingWindowSize(WINDOW)
            .minimumNumberOfCalls(MINIMUM)
            .failureRateThreshold(FAILURE_PERCENT)
            .waitDurationInOpenState(OPEN)
            // a cluster that is passed over while its breaker is open would never be called, and
            // its breaker stay open
            .automaticTransitionFromOpenToHalfOpenEnabled(true)
            .permittedNumberOfCallsInHalfOpenState(TRIALS)
            // a rejected pod says nothing about the health of the API server
            .recordException(ClusterUnavailableException.class::isInstance)
            .build());
  }
}
