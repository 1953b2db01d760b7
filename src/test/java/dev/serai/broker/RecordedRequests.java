package dev.serai.broker;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes every request that arrives, and fails or hangs where it was told to. */
final class RecordedRequests implements Processor {

  /** What arrived once; a request that is given again is there again. */
  record Request(Object key, Object operation, Object body) {}

  private final List<Request> arrived = new CopyOnWriteArrayList<>();
  private final Set<String> headers = new ConcurrentSkipListSet<>();
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private volatile String hanging = "";
  private volatile PrintStream printed;

  /** The next requests with this body fail, this many times. */
  RecordedRequests fail(String body, int times) {
    failures.put(body, times);
    return this;
  }

  void hangOn(String body) {
    hanging = body;
  }

  void print(PrintStream stream) {
    printed = stream;
  }

  List<Request> arrived() {
    return List.copyOf(arrived);
  }

  List<Object> keys() {
    return arrived.stream().map(Request::key).toList();
  }

  List<Object> bodies() {
    return arrived.stream().map(Request::body).toList();
  }

  /** The names of all headers that arrived. */
  Set<String> headers() {
    return Set.copyOf(headers);
  }

  @Override
  public void process(Exchange exchange) throws InterruptedException {
    Request request =
        new Request(
            exchange.getMessage().getHeader("Idempotency-Key"),
            exchange.getMessage().getHeader("operation"),
            exchange.getMessage().getBody());
    headers.addAll(exchange.getMessage().getHeaders().keySet());
    arrived.add(request);
    if (printed != null) {
      printed.println(request.key() + " " + request.body());
    }
    if (hanging.equals(request.body())) {
      new CountDownLatch(1).await();
    }
    if (failures.merge(String.valueOf(request.body()), -1, Integer::sum) >= 0) {
      throw new IllegalStateException("told to fail");
    }
  }
}
