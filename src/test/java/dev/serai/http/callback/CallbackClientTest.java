package dev.serai.http.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.serai.batch.callback.AddressRule;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client of callbacks, against a server on the loopback interface. */
class CallbackClientTest {

  /** The time limit of calls that are answered, on a busy machine. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Duration SHORT = Duration.ofMillis(500);

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          exchange.getRequestBody().readAllBytes();
          switch (exchange.getRequestURI().getPath()) {
            case "/redirect" -> {
              exchange.getResponseHeaders().set("Location", "/ok");
              exchange.sendResponseHeaders(302, -1);
            }
            case "/endless" -> {
              exchange.sendResponseHeaders(200, 0);
              OutputStream body = exchange.getResponseBody();
              byte[] much = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
              while (true) {
                body.write(much);
              }
            }
            default -> exchange.sendResponseHeaders(200, -1);
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** Returns the given addresses, others each time, like a malicious name server. */
  private static final class Names implements DnsResolver {

    private final Deque<List<String>> answers = new ArrayDeque<>();
    private int asked;

    Names(List<List<String>> answers) {
      this.answers.addAll(answers);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      asked++;
      List<String> next = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
      InetAddress[] addresses = new InetAddress[next.size()];
      for (int i = 0; i < addresses.length; i++) {
        addresses[i] = InetAddress.getByName(next.get(i));
      }
      return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
      return host;
    }
  }

  private int call(DnsResolver names, boolean privateAllowed, String host, String path)
      throws IOException {
    try (CallbackClient callbacks =
        new CallbackClient(names, new AddressRule(privateAllowed), LONGEST)) {
      HttpClientBuilder builder = HttpClientBuilder.create();
      callbacks.configureHttpClient(builder);
      try (CloseableHttpClient client = builder.build()) {
        HttpPost post = new HttpPost("http://" + host + ":" + server.getAddress().getPort() + path);
        post.setEntity(new StringEntity("{}"));
        return client.execute(post, response -> response.getCode());
      }
    }
  }

  @Test
  void aNameIsResolvedOnceAndTheConnectionIsMadeToWhatWasChecked() throws IOException {
    Names rebinding = new Names(List.of(List.of("127.0.0.1"), List.of("127.0.0.9")));

    assertThat(call(rebinding, true, "hook.example", "/ok")).isEqualTo(200);
    assertThat(rebinding.asked).isEqualTo(1);
  }

  @Test
  void aNameThatLeadsToALoopbackAddressIsNotCalledEvenAsOneOfSeveral() {
    Names both = new Names(List.of(List.of("93.184.216.34", "127.0.0.1")));

    assertThatThrownBy(() -> call(both, false, "hook.example", "/ok"))
        .isInstanceOf(ForbiddenAddressException.class);
    assertThat(requests).hasValue(0);
  }

  @Test
  void anAddressInTheUrlIsCheckedAsWell() {
    for (String host : List.of("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]")) {
      assertThatThrownBy(() -> call(SystemDefaultDnsResolver.INSTANCE, false, host, "/ok"))
          .as(host)
          .isInstanceOf(ForbiddenAddressException.class);
    }
    assertThat(requests).hasValue(0);
  }

  @Test
  void aRedirectIsNotFollowedAndAnEndlessAnswerIsNotRead() throws IOException {
    Names names = new Names(List.of(List.of("127.0.0.1")));

    assertThat(call(names, true, "hook.example", "/redirect")).isEqualTo(302);
    assertThat(requests).hasValue(1);
    assertThat(call(names, true, "hook.example", "/endless")).isEqualTo(200);
  }

  @Test
  void anAnswerThatComesByteByByteIsGivenUp() throws Exception {
    try (ServerSocket dripping = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread drip =
          new Thread(
              () -> {
                try (Socket client = dripping.accept()) {
                  client
                      .getOutputStream()
                      .write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                  while (true) {
                    client.getOutputStream().write('x');
                    Thread.sleep(20);
                  }
                } catch (IOException | InterruptedException e) {
                  // the client has disconnected, as expected
                }
              });
      drip.setDaemon(true);
      drip.start();
      try (CallbackClient callbacks =
          new CallbackClient(
              new Names(List.of(List.of("127.0.0.1"))), new AddressRule(true), SHORT)) {
        HttpClientBuilder builder = HttpClientBuilder.create();
        callbacks.configureHttpClient(builder);
        try (CloseableHttpClient client = builder.build()) {
          HttpPost post = new HttpPost("http://hook.example:" + dripping.getLocalPort() + "/");
          assertThatThrownBy(() -> client.execute(post, response -> response.getCode()))
              .isInstanceOf(IOException.class);
        }
      }
      drip.join(Duration.ofSeconds(60).toMillis());
      assertThat(drip.isAlive()).as("the connection is closed").isFalse();
    }
  }
}
