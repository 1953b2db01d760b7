package dev.serai.batch.run;

import dev.serai.batch.track.Tracking;
import java.util.Objects;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bean {@code claimRelease}, the policy of the route that claims: when the route stops, the pods
 * that were created last are recorded, and claims that were not started are released.
 */
public final class ClaimRelease extends RoutePolicySupport {

  private static final Logger LOG = LoggerFactory.getLogger(ClaimRelease.class);

  private final Dispatch dispatch;
  private final Tracking tracking;

  public ClaimRelease(Dispatch dispatch, Tracking tracking) {
    this.dispatch = Objects.requireNonNull(dispatch, "dispatch is null");
    this.tracking = Objects.requireNonNull(tracking, "tracking is null");
  }

  @Override
  public void onStop(Route route) {
    try {
      // pods of attempts that have ended meanwhile are left to the next sweep
      tracking.recordCreated().forEach(tracking::done);
    } catch (RuntimeException e) {
      LOG.warn("Cannot record the last pods; a sweep finds them: {}", e.getMessage());
    }
    dispatch.stop();
  }
}
