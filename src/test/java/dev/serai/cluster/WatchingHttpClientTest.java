package dev.serai.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.net.NetServer;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the API server says and closes at once is heard, however slow the caller is. */
class WatchingHttpClientTest {

  private static final Duration HELD_UP = Duration.ofMillis(300);

  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void whatIsClosedAsSoonAsItIsOpenIsToldWithWhatWasSaid() throws Exception {
    NetServer server = serverThatSaysAndCloses("too old");
    Heard heard = new Heard();
    try (ClusterClients clients = clients(server.actualPort())) {
      CompletableFuture<WebSocket> opened =
          clients
              .streams()
              .getHttpClient()
              .newWebSocketBuilder()
              .uri(URI.create("http://127.0.0.1:" + server.actualPort() + "/watch"))
              .buildAsync(heard);
      assertThat(heard.untilClosed.get(60, TimeUnit.SECONDS)).isEqualTo("too old");
      assertThat(opened).isCompleted();
    }
  }

  /** All it has to say is in one packet: that it agrees, the words, and that it closes. */
  private NetServer serverThatSaysAndCloses(String words) {
    return vertx
        .createNetServer()
        .connectHandler(
            client -> client.handler(head -> client.end(agreed(head.toString(), words))))
        .listen(0, "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  /** As RFC 6455 has it, sections 4.2.2 and 5.2. */
  private static Buffer agreed(String head, String words) {
    Matcher key = KEY.matcher(head);
    assertThat(key.find()).isTrue();
    return Buffer.buffer(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
        .appendString("Sec-WebSocket-Accept: " + accepted(key.group(1)) + "\r\n\r\n")
        .appendBytes(new byte[] {(byte) 0x81, (byte) words.length()})
        .appendString(words)
        .appendBytes(new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xe8});
  }

  private static String accepted(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1")
                  .digest(
                      (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                          .getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private ClusterClients clients(int port) {
    Config config =
        new ConfigBuilder(Config.empty()).withMasterUrl("http://127.0.0.1:" + port).build();
    return new ClusterClients(
        new ClusterAccess("a test", () -> config),
        "default",
        Duration.ofSeconds(20),
        5,
        ofSlowCallers());
  }

  /** Whoever opens a WebSocket by it is held up when Vert.x has begun to. */
  private Vertx ofSlowCallers() {
    return around(
        Vertx.class,
        vertx,
        (method, result) ->
            method.equals("createHttpClient")
                ? around(
                    HttpClient.class,
                    (HttpClient) result,
                    (inner, answer) -> {
                      if (inner.equals("webSocket")) {
                        LockSupport.parkNanos(HELD_UP.toNanos());
                      }
                      return answer;
                    })
                : result);
  }

  /**
   * @param after gets the name of each method that was called, and what it returned
   */
  private static <T> T around(Class<T> type, T inner, BiFunction<String, Object, Object> after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return after.apply(method.getName(), method.invoke(inner, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static final class Heard implements WebSocket.Listener {

    private volatile String said = "nothing";
    private final CompletableFuture<String> untilClosed = new CompletableFuture<>();

    @Override
    public void onMessage(WebSocket socket, String text) {
      said = text;
      socket.request();
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
      untilClosed.completeExceptionally(new AssertionError("bytes, and not text"));
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      untilClosed.completeExceptionally(failure);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason) {
      untilClosed.complete(said);
    }
  }
}
