package dev.serai.server;

import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.EnumMap;
import java.util.Map;

/** Checks ports before the start, because Camel's HTTP server only logs that it can't listen. */
final class ListenPort {

  private ListenPort() {}

  /**
   * The settings with a number in place of each port 0. Camel identifies its two HTTP servers by
   * their ports, so different numbers are chosen before the servers start.
   *
   * @throws IOException when the port is not free; the message names the setting to change
   */
  static Settings chosen(Settings settings) throws IOException {
    Map<Setting, String> numbers = new EnumMap<>(Setting.class);
    try (ServerSocket rest = listen(settings, Setting.HOST, Setting.PORT);
        ServerSocket management =
            listen(settings, Setting.MANAGEMENT_HOST, Setting.MANAGEMENT_PORT)) {
      numbers.put(Setting.PORT, String.valueOf(rest.getLocalPort()));
      numbers.put(Setting.MANAGEMENT_PORT, String.valueOf(management.getLocalPort()));
    }
    numbers.keySet().removeIf(port -> settings.number(port) != 0);
    return settings.withValues(numbers);
  }

  /** Listens on the port for a moment, which fails if another program uses it. */
  private static ServerSocket listen(Settings settings, Setting host, Setting port)
      throws IOException {
    int number = settings.number(port);
    try {
      return new ServerSocket(number, 1, InetAddress.getByName(settings.text(host)));
    } catch (IOException e) {
      // without the cause, whose message has less information and would be reported instead
      throw new IOException(
          "can't listen on %s port %d (%s): choose another with --%s"
              .formatted(settings.text(host), number, e.getMessage(), port.key()));
    }
  }
}
