package dev.serai.batch.source;

import java.time.Duration;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.TimeUtils;

/**
 * Component {@code batches}: {@code batches:claims} begins an exchange when there may be items to
 * start, {@code batches:sweeps} when batches and pods are to be compared, and {@code batches:pods}
 * for what happens to the pods of this replica's attempts. The options {@code period} and {@code
 * pause} are the {@link Pace} of the first two.
 */
public final class BatchesComponent extends DefaultComponent {

  private static final String PERIOD = "1s";
  private static final String PAUSE = "0";

  private final Map<String, Source> sources;

  /**
   * @param sources by what stands behind the colon
   */
  public BatchesComponent(Map<String, Source> sources) {
    this.sources = Map.copyOf(sources);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    Source source = sources.get(remaining);
    if (source == null) {
      throw new IllegalArgumentException(
          "batches:" + remaining + " is unknown; there are " + sources.keySet());
    }
    Pace pace =
        new Pace(
            duration(getAndRemoveParameter(parameters, "period", String.class, PERIOD)),
            duration(getAndRemoveParameter(parameters, "pause", String.class, PAUSE)));
    return new BatchesEndpoint(uri, this, source, pace);
  }

  private static Duration duration(String text) {
    return Duration.ofMillis(TimeUtils.toMilliSeconds(text));
  }
}
