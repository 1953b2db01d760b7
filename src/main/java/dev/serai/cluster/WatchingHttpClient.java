package dev.serai.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.StandardHttpClient;
import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.StandardWebSocketBuilder;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketResponse;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.vertx.VertxHttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.vertx.core.Vertx;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * fabric8's client on Vert.x, which opens each WebSocket on an event loop.
 *
 * <p>fabric8 sets its handlers after it has called Vert.x, on the thread that calls. An API server
 * to which a version is too old says so and closes at once; when that thread is held up for so
 * long, fabric8 finds the WebSocket closed, and its watch hangs until a time limit of many seconds
 * (7.5.2: two of 4,000 on one processor). On the event loop that the WebSocket will be of, nothing
 * can come in between.
 */
final class WatchingHttpClient
    extends StandardHttpClient<
        WatchingHttpClient, WatchingHttpClient.Factory, WatchingHttpClient.Builder> {

  private final Vertx vertx;
  private final VertxHttpClient<VertxHttpClientFactory> transport;

  private WatchingHttpClient(
      Builder builder,
      AtomicBoolean closed,
      Vertx vertx,
      VertxHttpClient<VertxHttpClientFactory> transport) {
    super(builder, closed);
    this.vertx = vertx;
    this.transport = transport;
  }

  @Override
  public CompletableFuture<WebSocketResponse> buildWebSocketDirect(
      StandardWebSocketBuilder socket, WebSocket.Listener listener) {
    return CompletableFuture.completedFuture(socket)
        .thenComposeAsync(
            asked -> transport.buildWebSocketDirect(asked, listener),
            task -> vertx.runOnContext(loop -> task.run()));
  }

  @Override
  public CompletableFuture<HttpResponse<AsyncBody>> consumeBytesDirect(
      StandardHttpRequest request, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    return transport.consumeBytesDirect(request, consumer);
  }

  @Override
  protected void doClose() {
    transport.close();
  }

  /** Makes the clients. */
  static final class Factory implements HttpClient.Factory {

    private final Vertx vertx;
    private final VertxHttpClientFactory transports;

    /**
     * @param vertx whose event loops the clients share; nobody calls them on a worker thread of it,
     *     and it stays open when they close
     */
    Factory(Vertx vertx) {
      this.vertx = Objects.requireNonNull(vertx, "vertx is null");
      this.transports = new VertxHttpClientFactory(vertx);
    }

    @Override
    public Builder newBuilder() {
      return new Builder(this, transports.newBuilder());
    }

    @Override
    public Builder newBuilder(Config config) {
      Builder builder = newBuilder();
      HttpClientUtils.applyCommonConfiguration(config, builder.transport, transports);
      return builder;
    }
  }

  /**
   * The configuration is the transport's, whose interceptors are called by the client around it.
   */
  static final class Builder
      extends StandardHttpClientBuilder<WatchingHttpClient, Factory, Builder> {

    private final VertxHttpClientBuilder<VertxHttpClientFactory> transport;

    private Builder(Factory factory, VertxHttpClientBuilder<VertxHttpClientFactory> transport) {
      super(factory);
      this.transport = transport;
    }

    @Override
    public WatchingHttpClient build() {
      if (client != null) {
        return new WatchingHttpClient(this, client.closed, clientFactory.vertx, client.transport);
      }
      VertxHttpClient<VertxHttpClientFactory> built = transport.build();
      transport.getInterceptors().forEach(interceptors::putIfAbsent);
      transport.getTags().forEach(tags::putIfAbsent);
      return new WatchingHttpClient(this, new AtomicBoolean(), clientFactory.vertx, built);
    }

    @Override
    protected Builder newInstance(Factory factory) {
      return new Builder(factory, transport);
    }
  }
}
