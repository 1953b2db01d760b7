package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.FreePorts;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ListenPortTest {

  @Test
  void choosesTwoDifferentPortsWhereAnyWillDo() throws IOException {
    Settings chosen = ListenPort.chosen(settings(0, 0));

    assertThat(chosen.number(Setting.PORT)).isPositive();
    assertThat(chosen.number(Setting.MANAGEMENT_PORT))
        .isPositive()
        .isNotEqualTo(chosen.number(Setting.PORT));
  }

  @Test
  void keepsAPortThatIsGiven() throws IOException {
    int port = FreePorts.next();

    Settings chosen = ListenPort.chosen(settings(port, 0));

    assertThat(chosen.number(Setting.PORT)).isEqualTo(port);
  }

  @Test
  void refusesAPortThatAnotherProgramListensOnAndNamesTheSetting() throws IOException {
    int free = FreePorts.next();
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();

      assertThatThrownBy(() -> ListenPort.chosen(settings(taken, free)))
          .hasMessageContaining("can't listen on 127.0.0.1 port " + taken)
          .hasMessageEndingWith("choose another with --port");
      assertThatThrownBy(() -> ListenPort.chosen(settings(free, taken)))
          .hasMessageEndingWith("choose another with --management-port");
    }
  }

  private static Settings settings(int port, int managementPort) {
    return Settings.resolve(
        Map.of("port", String.valueOf(port), "management-port", String.valueOf(managementPort)),
        Map.of(),
        Optional.empty(),
        Path.of("").toAbsolutePath());
  }
}
