package dev.serai.aliyun;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets each call through what a test ordered to go wrong, answers it, and writes it down. */
final class ServiceHandler implements HttpHandler {

  private final Service service;
  private final Map<Api, InjectedFaults> faults;
  private final List<Call> calls;
  private final Clock clock;

  ServiceHandler(Service service, Map<Api, InjectedFaults> faults, List<Call> calls, Clock clock) {
    this.service = service;
    this.faults = faults;
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = Request.of(exchange);
      Optional<Api> api = service.api(request);
      try {
        CloudResponse answer =
            api.map(one -> answer(one, request))
                .orElseGet(() -> service.refused(CloudErrorException.noSuchApi()));
        api.ifPresent(one -> record(one, request, answer.status(), answer.code()));
        send(exchange, answer);
      } catch (InjectedFaults.ConnectionDroppedException e) {
        api.ifPresent(one -> record(one, request, 0, ""));
      } catch (IllegalStateException e) {
        api.ifPresent(one -> record(one, request, 500, "InternalError"));
        send(
            exchange,
            service.refused(
                new CloudErrorException(
                    500, "InternalError", "the test server failed: " + e.getMessage())));
      }
    }
  }

  private CloudResponse answer(Api api, Request request) {
    try {
      faults.get(api).strike();
      return service.answer(api, request);
    } catch (CloudErrorException e) {
      return service.refused(e);
    }
  }

  private void record(Api api, Request request, int status, String code) {
    calls.add(new Call(api, RequestSignature.claimedKey(request), clock.instant(), status, code));
  }

  private static void send(HttpExchange exchange, CloudResponse answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }
}
