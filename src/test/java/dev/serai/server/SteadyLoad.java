package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests by REST and by queue, one after the other in each of three threads, until stopped. */
final class SteadyLoad implements AutoCloseable {

  private static final String REQUEST = "{\"envName\":\"demo@1.0.0\",\"ttl\":\"1m\"}";

  private final RunningServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(3);
  private final AtomicBoolean on = new AtomicBoolean(true);
  private final AtomicInteger answered = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Future<Void>> running = new ArrayList<>();

  private SteadyLoad(RunningServer server) {
    this.server = server;
  }

  static SteadyLoad on(RunningServer server) {
    SteadyLoad load = new SteadyLoad(server);
    load.go(load::create);
    load.go(load::list);
    load.running.add(load.threads.submit(load::queue));
    return load;
  }

  int answered() {
    return answered.get();
  }

  /** Ends the load; checks that every request was answered successfully. */
  void stopAndCheck(int atLeast) throws Exception {
    on.set(false);
    for (Future<Void> one : running) {
      one.get();
    }
    threads.shutdown();
    assertThat(failures).isEmpty();
    assertThat(answered.get()).isGreaterThan(atLeast);
  }

  @Override
  public void close() {
    on.set(false);
    threads.shutdown();
  }

  private void go(Callable<RunningServer.Answer> request) {
    running.add(
        threads.submit(
            () -> {
              while (on.get()) {
                RunningServer.Answer answer = request.call();
                count(answer.http() == 200, answer.body().toString());
                Thread.sleep(20);
              }
              return null;
            }));
  }

  private RunningServer.Answer create() {
    return server.post(REQUEST);
  }

  private RunningServer.Answer list() {
    return server.get("/env-instance/*/list?limit=3");
  }

  private Void queue() throws JMSException {
    try (JMSContext context = server.server().connections().createContext()) {
      TemporaryQueue replies = context.createTemporaryQueue();
      JMSProducer producer = context.createProducer().setJMSReplyTo(replies);
      var answers = context.createConsumer(replies);
      while (on.get()) {
        producer.send(context.createQueue("serai.requests"), REQUEST);
        Message answer = answers.receive(60_000);
        String text = answer == null ? "no answer to a message" : answer.getBody(String.class);
        count(text.contains("\"success\":true"), text);
      }
    }
    return null;
  }

  private void count(boolean good, String answer) {
    if (good) {
      answered.incrementAndGet();
    } else {
      failures.add(answer);
    }
  }
}
