package dev.serai.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {

  private final List<String> received = new ArrayList<>();
  private int beats;

  @Test
  void readsNamesAndDataAndTakesCommentsForHeartBeats() throws IOException {
    read(": beat\n\nevent: progress\ndata: {\ndata:  1}\n\n:\n\nevent:end\ndata:x\nid: 7\n\n");
    assertThat(received).containsExactly("progress {\n 1}", "end x");
    assertThat(beats).isEqualTo(12);
  }

  @Test
  void aLineMayEndAsOnWindows() throws IOException {
    read("event: progress\r\ndata: {}\r\n\r\n");
    assertThat(received).containsExactly("progress {}");
  }

  @Test
  void anEventThatIsCutOffIsNone() throws IOException {
    read("data: 1\n\ndata: {\"state\"");
    assertThat(received).containsExactly("message 1");
  }

  @Test
  void endsWhenTheListenerHasEnough() throws IOException {
    read("data: 1\n\ndata: stop\n\ndata: 3\n\n");
    assertThat(received).containsExactly("message 1", "message stop");
  }

  private void read(String text) throws IOException {
    EventStream.read(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        new EventStream.Listener() {
          @Override
          public void alive() {
            beats++;
          }

          @Override
          public boolean on(EventStream.Event event) {
            received.add(event.name() + " " + event.data());
            return !event.data().equals("stop");
          }
        });
  }
}
