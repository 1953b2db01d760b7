package dev.serai.batch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.serai.batch.Claim;
import dev.serai.batch.track.TestClaims;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Body;
import org.apache.camel.Route;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the shipped route polls for items that may be claimed. */
class BatchWakeTest {

  private static final String WAKE = "seda:batch-claims?size=1&discardWhenFull=true";
  private static final Path ROUTES = Path.of("routes", "batch-dispatch.camel.yaml");

  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final DispatchStub dispatch = new DispatchStub();
  private final TrackingStub tracking = new TrackingStub();
  private final AtomicInteger stops = new AtomicInteger();

  @AfterEach
  void stop() {
    dispatch.held.countDown();
    camel.stop();
  }

  @Test
  void looksByItselfWhenNobodyWakesIt() throws Exception {
    start(true);

    await().until(() -> dispatch.looks.size() >= 3);
    assertThat(tracking.records.get()).as("pods are recorded with each poll").isPositive();
  }

  @Test
  void restsBetweenTwoLooksHoweverOftenItIsWoken() throws Exception {
    start(true);

    await()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              wake();
              return dispatch.looks.size() >= 5;
            });

    List<Long> looks = List.copyOf(dispatch.looks);
    for (int i = 1; i < looks.size(); i++) {
      assertThat(Duration.ofNanos(looks.get(i) - looks.get(i - 1)))
          .as("between polls %d and %d", i, i + 1)
          .isGreaterThanOrEqualTo(Duration.ofMillis(24));
    }
  }

  @Test
  void manyWakeUpsDuringALookAreOne() throws Exception {
    dispatch.holds = true;
    start(true);
    await("a poll is running").until(() -> dispatch.looks.size() == 1);

    for (int i = 0; i < 5; i++) {
      wake();
    }

    assertThat(camel.getEndpoint(WAKE, SedaEndpoint.class).getCurrentQueueSize()).isEqualTo(1);
    assertThat(dispatch.looks).hasSize(1);
  }

  @Test
  void aWakeUpDuringALookIsNotLost() throws Exception {
    dispatch.holds = true;
    start(false);
    wake();
    await("a poll is running").until(() -> dispatch.looks.size() == 1);
    wake();

    dispatch.held.countDown();

    await().until(() -> dispatch.looks.size() == 2);
  }

  @Test
  void aClaimThatLeavesFewBehindWakesTheNextLook() throws Exception {
    dispatch.claims.add(TestClaims.claim(1, Instant.MAX));
    dispatch.low = true;
    start(false);

    wake();

    await("the claim was started").until(() -> dispatch.begun.size() == 1);
    await("and has woken the next poll").until(() -> dispatch.looks.size() >= 2);
  }

  @Test
  void givesBackWhatWasNotBegunWhenItStops() throws Exception {
    start(true);

    camel.getRouteController().stopRoute("batch-claim");

    assertThat(stops).hasValue(1);
  }

  private void wake() {
    camel.createProducerTemplate().sendBody(WAKE, null);
  }

  /**
   * @param timer whether the timer triggers polls as well
   */
  private void start(boolean timer) throws Exception {
    Properties properties = new Properties();
    properties.putAll(Map.of("serai.batch-starters", "2"));
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel.getRegistry().bind("batchDispatch", dispatch);
    camel.getRegistry().bind("batchTracking", tracking);
    camel.getRegistry().bind("placement", new PlacementStub());
    camel
        .getRegistry()
        .bind(
            "claimRelease",
            new RoutePolicySupport() {
              @Override
              public void onStop(Route route) {
                stops.incrementAndGet();
              }
            });
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(
            ResourceHelper.resolveMandatoryResource(
                camel, ROUTES.toAbsolutePath().toUri().toString()));
    camel.getRouteDefinition("batch-claim-timer").setAutoStartup(String.valueOf(timer));
    camel.start();
  }

  /** The methods of {@link Dispatch} that the routes call. */
  public static final class DispatchStub {

    final List<Long> looks = new CopyOnWriteArrayList<>();
    final List<Claim> claims = new CopyOnWriteArrayList<>();
    final List<Claim> begun = new CopyOnWriteArrayList<>();
    final CountDownLatch held = new CountDownLatch(1);
    volatile boolean holds;
    volatile boolean low;

    public List<Claim> claim() throws InterruptedException {
      looks.add(System.nanoTime());
      if (holds) {
        held.await();
      }
      List<Claim> given = List.copyOf(claims);
      claims.clear();
      return given;
    }

    public boolean isLow() {
      return low && begun.size() == 1 && looks.size() == 1;
    }

    public boolean begin(@Body Claim claim) {
      begun.add(claim);
      return false;
    }

    public boolean mayHavePod() {
      return false;
    }

    public boolean hasNoPod() {
      return false;
    }

    public void identify() {}

    public void read() {}

    public void plan() {}

    public void made() {}

    public void settle() {}
  }

  /** The methods of {@link dev.serai.batch.track.Tracking} that the routes call. */
  public static final class TrackingStub {

    final AtomicInteger records = new AtomicInteger();

    public List<Object> recordCreated() {
      records.incrementAndGet();
      return List.of();
    }
  }

  /** The methods of {@link dev.serai.cluster.placement.Placement} that the routes call. */
  public static final class PlacementStub {

    public void whereUncertain() {}
  }
}
