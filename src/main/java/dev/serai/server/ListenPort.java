package dev.serai.server;

import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A port that is to be listened on. The HTTP server only logs when it can't, and goes on without.
 */
final class ListenPort {

  private ListenPort() {}

  /**
   * Makes sure that nobody else has the port.
   *
   * @throws IOException naming the setting to change
   */
  static void requireFree(Settings settings, Setting host, Setting port) throws IOException {
    InetAddress address = InetAddress.getByName(settings.text(host));
    int number = settings.number(port);
    try (ServerSocket probe = new ServerSocket(number, 1, address)) {
      probe.setReuseAddress(true);
    } catch (IOException e) {
      // without its cause: the start reports the message nearest to it, and it says less
      throw new IOException(
          "can't listen on %s port %d (%s): choose another with --%s"
              .formatted(settings.text(host), number, e.getMessage(), port.key()));
    }
  }
}
