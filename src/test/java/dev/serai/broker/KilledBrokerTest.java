package dev.serai.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.broker.EmbeddedBroker.Options;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left after {@code kill -9} in the middle of sends, and of a journal cut off in a write.
 */
class KilledBrokerTest {

  @TempDir Path data;

  @Test
  @Timeout(90)
  void hasAllThatWasAcknowledgedBeforeTheKill() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      acknowledged.addAll(sendUntilKilled(150 + 137 * round, "round" + round + "-"));
    }
    assertThat(acknowledged).hasSizeGreaterThan(400);

    try (EmbeddedBroker broker = EmbeddedBroker.start(data, Options.inProcess())) {
      List<String> kept = EmbeddedBrokerTest.receiveAll(broker, "serai.requests");
      assertThat(kept).doesNotHaveDuplicates().containsAll(acknowledged);
    }
  }

  @Test
  void startsOnAJournalWhoseLastWriteWasCutOff() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, Options.inProcess())) {
      EmbeddedBrokerTest.send(broker, "serai.requests", "one", "two", "three");
    }
    Path journal = newestWithText("three");
    overwriteFrom(journal, "three");

    try (EmbeddedBroker broker = EmbeddedBroker.start(data, Options.inProcess())) {
      assertThat(EmbeddedBrokerTest.receiveAll(broker, "serai.requests"))
          .contains("one", "two")
          .doesNotContain("three");
    }
  }

  private List<String> sendUntilKilled(int atLeast, String prefix) throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Sender.class.getName(),
                data.toString(),
                prefix)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader lines = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(prefix) && line.endsWith(".")) {
          acknowledged.add(line);
        }
        if (acknowledged.size() == atLeast) {
          // Process.destroyForcibly would close the stream that the last lines are still in.
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return acknowledged;
  }

  private Path newestWithText(String text) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("broker/journal"))) {
      return files
          .filter(file -> file.toString().endsWith(".amq") && indexIn(file, text) >= 0)
          .findFirst()
          .orElseThrow(() -> new AssertionError("no journal file has " + text));
    }
  }

  private static void overwriteFrom(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      long size = channel.size();
      int from = indexIn(file, text);
      channel.write(java.nio.ByteBuffer.allocate((int) (size - from)), from);
    }
  }

  /** Core messages hold text as UTF-16, low byte first or last; every other byte is looked at. */
  private static int indexIn(Path file, String text) {
    try {
      String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
      return Math.max(bytes.indexOf(String.join("\0", text.split(""))), bytes.indexOf(text));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The program that is killed: prints each body after the broker has acknowledged it. */
  static final class Sender {

    private Sender() {}

    public static void main(String[] args) throws Exception {
      EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]), Options.inProcess());
      try (Connection connection = broker.connectionFactory().createConnection();
          Session plain = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
          Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED)) {
        MessageProducer one = plain.createProducer(plain.createQueue("serai.requests"));
        MessageProducer two = transacted.createProducer(transacted.createQueue("serai.requests"));
        for (int i = 0; ; i++) {
          String body = args[1] + i + ".";
          if (i % 2 == 0) {
            one.send(plain.createTextMessage(body));
          } else {
            two.send(transacted.createTextMessage(body));
            transacted.commit();
          }
          System.out.println(body);
        }
      }
    }
  }
}
