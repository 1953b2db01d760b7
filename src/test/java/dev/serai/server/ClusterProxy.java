package dev.serai.server;

import dev.serai.FreePorts;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A proxy between a server and its API server that fails as networks and API servers do. It parses
 * only as much of HTTP/1.1 as it needs to separate requests.
 */
public final class ClusterProxy implements AutoCloseable {

  /** Decides how a request is treated. */
  @FunctionalInterface
  public interface Rule {

    /**
     * @param head the request's first line and headers
     */
    Treatment treat(String head);
  }

  /** The treatment of a request. */
  public enum Kind {
    PASS,
    /** Not forwarded: the connection is cut. */
    LOSE_REQUEST,
    /** Forwarded; the connection is cut when its answer begins. */
    LOSE_ANSWER,
    /** Forwarded, without ever sending the answer. */
    SWALLOW_ANSWER,
    /** Forwarded when {@link #release()} is called. */
    HOLD,
    /**
     * The same, and the connection is cut immediately, so that the client does not wait for a
     * timeout.
     */
    HOLD_AND_CUT,
    /** Answered by the proxy, and not forwarded. */
    ANSWER
  }

  /**
   * @param json the body of an answer, of {@link Kind#ANSWER}
   */
  public record Treatment(Kind kind, int status, String json) {

    public static final Treatment PASS = new Treatment(Kind.PASS, 0, "");
    static final Treatment LOSE_REQUEST = new Treatment(Kind.LOSE_REQUEST, 0, "");
    static final Treatment LOSE_ANSWER = new Treatment(Kind.LOSE_ANSWER, 0, "");
    static final Treatment HOLD = new Treatment(Kind.HOLD, 0, "");
    static final Treatment HOLD_AND_CUT = new Treatment(Kind.HOLD_AND_CUT, 0, "");
    static final Treatment SWALLOW_ANSWER = new Treatment(Kind.SWALLOW_ANSWER, 0, "");

    /** A rejection by an API server. */
    public static Treatment status(int code, String reason, String message) {
      return new Treatment(
          Kind.ANSWER,
          code,
          """
          {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","reason":"%s","code":%d}"""
              .formatted(message, reason, code));
    }
  }

  private final URI target;
  private final int port;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "cluster-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private volatile Rule rule = head -> Treatment.PASS;
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile ServerSocket listening;

  private ClusterProxy(URI target, int port) {
    this.target = target;
    this.port = port;
  }

  public static ClusterProxy to(URI target) {
    ClusterProxy proxy = new ClusterProxy(target, FreePorts.next());
    proxy.up();
    return proxy;
  }

  static boolean isCreation(String head) {
    return head.startsWith("POST ") && head.contains("/pods");
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public void treat(Rule next) {
    rule = next;
  }

  void release() {
    released.countDown();
  }

  public void passAll() {
    rule = head -> Treatment.PASS;
  }

  /** The heads of all requests since the start. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  long creations() {
    return heads.stream().filter(ClusterProxy::isCreation).count();
  }

  /** From now on connections are refused; those that were open are cut. */
  public void down() {
    close(listening);
    open.forEach(ClusterProxy::close);
  }

  public void up() {
    try {
      ServerSocket socket = bind();
      listening = socket;
      threads.execute(() -> accept(socket));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client that connects meanwhile may occupy the port for a moment. */
  private ServerSocket bind() throws IOException {
    for (int tries = 1; ; tries++) {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      try {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
        return socket;
      } catch (BindException e) {
        socket.close();
        if (tries == 50) {
          throw e;
        }
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
    }
  }

  @Override
  public void close() {
    down();
    threads.shutdownNow();
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        open.add(client);
        if (socket.isClosed()) {
          // it was accepted while the proxy went down, and was not cut with the others
          client.close();
          return;
        }
        threads.execute(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket server = new Socket(target.getHost(), target.getPort())) {
      open.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      AnswerGate gate = new AnswerGate();
      threads.execute(() -> answers(server, client, gate));
      InputStream in = client.getInputStream();
      while (true) {
        String head = head(in);
        heads.add(head);
        Treatment treatment = rule.treat(head);
        byte[] body = body(head, in);
        if (treatment.kind() == Kind.ANSWER) {
          client.getOutputStream().write(response(treatment));
          continue;
        }
        if (treatment.kind() == Kind.LOSE_REQUEST) {
          return;
        }
        if (treatment.kind() == Kind.HOLD_AND_CUT) {
          client.close();
        }
        if (treatment.kind() == Kind.HOLD || treatment.kind() == Kind.HOLD_AND_CUT) {
          released.await();
        }
        gate.kind = treatment.kind();
        server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        server.getOutputStream().write(body);
        if (head.toLowerCase(Locale.ROOT).contains("\r\nupgrade: websocket")) {
          in.transferTo(server.getOutputStream());
          return;
        }
      }
    } catch (IOException e) {
      // the connection has ended, on either side
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /** The treatments of the answers of one connection. */
  private static final class AnswerGate {
    private volatile Kind kind = Kind.PASS;
  }

  private void answers(Socket server, Socket client, AnswerGate gate) {
    byte[] chunk = new byte[16 * 1024];
    try (server;
        client) {
      InputStream in = server.getInputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (gate.kind == Kind.LOSE_ANSWER) {
          return;
        }
        if (gate.kind == Kind.PASS || gate.kind == Kind.HOLD) {
          client.getOutputStream().write(chunk, 0, read);
        }
      }
    } catch (IOException e) {
      // the connection has ended, on either side
    } finally {
      open.remove(server);
    }
  }

  private static byte[] response(Treatment treatment) {
    byte[] body = treatment.json().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        "HTTP/1.1 %d Said\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(treatment.status(), body.length)
            .getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      head.append((char) read(in));
    }
    return head.toString();
  }

  private static byte[] body(String head, InputStream in) throws IOException {
    String headers = head.toLowerCase(Locale.ROOT);
    if (headers.contains("\r\ntransfer-encoding: chunked")) {
      ByteArrayOutputStream chunks = new ByteArrayOutputStream();
      String all = "";
      while (!all.endsWith("0\r\n\r\n")) {
        chunks.write(read(in));
        all = chunks.toString(StandardCharsets.ISO_8859_1);
      }
      return chunks.toByteArray();
    }
    int at = headers.indexOf("\r\ncontent-length: ");
    if (at < 0) {
      return new byte[0];
    }
    int from = at + "\r\ncontent-length: ".length();
    return in.readNBytes(
        Integer.parseInt(headers.substring(from, headers.indexOf("\r\n", from)).strip()));
  }

  private static int read(InputStream in) throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException();
    }
    return read;
  }

  private static void close(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
