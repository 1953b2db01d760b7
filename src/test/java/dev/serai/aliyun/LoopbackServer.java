package dev.serai.aliyun;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** Serves one handler on a free port of loopback. */
final class LoopbackServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "aliyun");
            thread.setDaemon(true);
            return thread;
          });

  private LoopbackServer(HttpServer server, HttpHandler handler) {
    this.server = server;
    server.createContext("/", handler);
    server.setExecutor(threads);
    server.start();
  }

  static LoopbackServer plain(HttpHandler handler) {
    try {
      return new LoopbackServer(HttpServer.create(anyPort(), 0), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static LoopbackServer tls(SSLContext context, HttpHandler handler) {
    try {
      HttpsServer server = HttpsServer.create(anyPort(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new LoopbackServer(server, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** With a port, without a scheme, as the SDK's clients ask for it. */
  String endpoint() {
    return "127.0.0.1:" + port();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
