package dev.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void handsOutNoPortTwice() {
    assertThat(IntStream.range(0, 300).map(i -> FreePorts.next()).boxed()).doesNotHaveDuplicates();
  }

  @Test
  void givesTwoProcessesDifferentBlocks() throws IOException {
    int first = row(4);
    try (FreePorts one = new FreePorts(first, first + 4, 2);
        FreePorts two = new FreePorts(first, first + 4, 2)) {
      assertThat(List.of(one.take(), two.take())).containsExactly(first + 1, first + 3);
      assertThatThrownBy(one::take).hasMessageContaining("no block of ports is left");
    }
  }

  @Test
  void skipsAPortThatAnotherProgramListensOn() throws IOException {
    int first = row(3);
    try (ServerSocket other = new ServerSocket(first + 1, 1, InetAddress.getLoopbackAddress());
        FreePorts ports = new FreePorts(first, first + 3, 3)) {
      assertThat(ports.take()).isGreaterThan(other.getLocalPort());
    }
  }

  /** The first of some ports that follow each other, all of them this test's own. */
  private static int row(int length) {
    int first = FreePorts.next();
    for (int found = 1; found < length; ) {
      int port = FreePorts.next();
      if (port == first + found) {
        found++;
      } else {
        first = port;
        found = 1;
      }
    }
    return first;
  }
}
