package dev.serai.server;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that no well-behaved client sends. */
final class RawHttp {

  private RawHttp() {}

  /** Sends lines as they are, the first of them the request's; no line break after the last one. */
  static void send(Socket client, String first, String... rest) throws IOException {
    String text = first + "\r\nHost: x\r\n" + String.join("\r\n", rest);
    client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    client.getOutputStream().flush();
  }
}
