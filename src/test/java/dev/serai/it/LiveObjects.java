package dev.serai.it;

import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** How much of what the clients of a cluster hold is alive in this process. */
record LiveObjects(long httpClients, long informers, int threads, int sockets, long heapBytes) {

  private static final String HTTP_CLIENT = "io.fabric8.kubernetes.client.vertx.VertxHttpClient";
  private static final List<String> OF_LOAD =
      List.of("vert.x-worker-", "vert.x-internal-blocking-", "HttpClient-");
  private static final String INFORMER =
      "io.fabric8.kubernetes.client.informers.impl.DefaultSharedIndexInformer";

  /**
   * Collects garbage first.
   *
   * @param port the API server's, whose sockets are counted
   */
  static LiveObjects count(int port) {
    String histogram = histogram();
    Runtime runtime = Runtime.getRuntime();
    return new LiveObjects(
        instances(histogram, HTTP_CLIENT),
        instances(histogram, INFORMER),
        lasting(),
        Sockets.to(port),
        runtime.totalMemory() - runtime.freeMemory());
  }

  /** But those of pools that grow with what is asked at once, whoever the clients are. */
  private static int lasting() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> OF_LOAD.stream().noneMatch(thread.getName()::startsWith))
            .count();
  }

  private static String histogram() {
    try {
      return (String)
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A line is {@code number: instances bytes class}. */
  private static long instances(String histogram, String type) {
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(columns -> columns.length >= 4 && columns[3].equals(type))
        .mapToLong(columns -> Long.parseLong(columns[1]))
        .findFirst()
        .orElse(0);
  }
}
