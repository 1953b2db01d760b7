package dev.serai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void noPortIsHandedOutTwice() {
    assertThat(IntStream.range(0, 1_000).map(i -> FreePorts.next()).boxed())
        .doesNotHaveDuplicates();
  }

  @Test
  void aPortThatIsListenedOnIsPassedOver() throws IOException {
    int taken = FreePorts.next();
    try (ServerSocket socket = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
      assertThat(IntStream.range(0, 10_000).map(i -> FreePorts.next()))
          .doesNotContain(socket.getLocalPort());
    }
  }
}
