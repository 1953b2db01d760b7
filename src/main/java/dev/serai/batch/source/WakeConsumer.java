package dev.serai.batch.source;

import dev.serai.base.DaemonThreads;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Begins an exchange when it is woken, and now and then by itself; one after the other. */
final class WakeConsumer extends DefaultConsumer {

  private static final long STOP_MILLIS = 2_000;

  private final Wake wake;
  private final Pace pace;
  private final Runnable onStop;
  private Thread worker;

  WakeConsumer(Endpoint endpoint, Processor processor, Wake wake, Pace pace, Runnable onStop) {
    super(endpoint, processor);
    this.wake = wake;
    this.pace = pace;
    this.onStop = onStop;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    worker =
        DaemonThreads.thread(
            "batches-" + getEndpoint().getEndpointUri().replaceAll("\\W+", "-"), this::run);
    worker.start();
  }

  @Override
  protected void doStop() throws Exception {
    // woken and not interrupted: what is under way in it is to come to its end
    wake.now();
    worker.join(STOP_MILLIS);
    onStop.run();
    super.doStop();
  }

  private void run() {
    Thread me = Thread.currentThread();
    try {
      wake.await(pace.period());
      while (worker == me && isRunAllowed()) {
        begin();
        Thread.sleep(pace.pause().toMillis());
        wake.await(pace.period());
      }
    } catch (InterruptedException e) {
      me.interrupt();
    }
  }

  private void begin() {
    Exchange exchange = createExchange(true);
    try {
      getProcessor().process(exchange);
    } catch (Exception e) {
      exchange.setException(e);
    }
    if (exchange.getException() != null && isRunAllowed()) {
      getExceptionHandler()
          .handleException("What batches are to do failed", exchange, exchange.getException());
    }
  }
}
