package dev.serai.http;

import dev.serai.cluster.InstanceView;
import dev.serai.cluster.PodLookup;
import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.EnvRef;
import dev.serai.pod.InstancePlan;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Bean {@code operationMetrics}: AEnvironment's counter {@code aenv_api_instance_operations_total},
 * for HTTP and queues alike. An operation is counted once, when it is answered, however often it is
 * retried.
 */
public final class OperationMetrics {

  private static final String COUNTED = "SeraiCounted";

  private final InstanceView view;
  private final MeterRegistry registry;

  public OperationMetrics(InstanceView view, MeterRegistry registry) {
    this.view = Objects.requireNonNull(view, "view is null");
    this.registry = Objects.requireNonNull(registry, "registry is null");
  }

  public void creating(Exchange exchange) {
    countWhenDone(exchange, "create", "");
  }

  public void getting(@Header(PodLookup.ID) String id, Exchange exchange) {
    countWhenDone(exchange, "get", envOf(id));
  }

  public void deleting(@Header(PodLookup.ID) String id, Exchange exchange) {
    countWhenDone(exchange, "delete", envOf(id));
  }

  /** The name of its environment; empty for an unknown instance. */
  private String envOf(String id) {
    return view.env(id).map(EnvRef::name).orElse("");
  }

  private void countWhenDone(Exchange exchange, String operation, String env) {
    if (exchange.getProperty(COUNTED) != null) {
      return;
    }
    exchange.setProperty(COUNTED, true);
    exchange
        .getExchangeExtension()
        .addOnCompletion(
            new SynchronizationAdapter() {
              @Override
              public void onDone(Exchange done) {
                boolean failed =
                    done.isFailed() || done.getProperty(ResponseWriter.REFUSED) != null;
                InstancePlan plan = done.getProperty(ExchangeNames.PLAN, InstancePlan.class);
                Counter.builder("aenv_api_instance_operations")
                    .description("Total number of instance operations")
                    .tag("operation", operation)
                    .tag("env_name", plan == null ? env : plan.env().ref().name())
                    .tag("status", failed ? "failure" : "success")
                    .register(registry)
                    .increment();
              }
            });
  }
}
