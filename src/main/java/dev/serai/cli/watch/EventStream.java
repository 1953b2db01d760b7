package dev.serai.cli.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads server-sent events, as far as Serai sends them: {@code event}, {@code data}, comments. */
final class EventStream {

  /** One event. */
  record Event(String name, String data) {}

  /** Receives the events of a stream. */
  interface Listener {

    /** The stream is alive: an event or a heartbeat came. */
    void alive();

    /** Returns whether there is more to wait for. */
    boolean on(Event event);
  }

  private EventStream() {}

  /** Reads until the listener has enough, or the stream ends; an event that is cut off is none. */
  static void read(InputStream stream, Listener listener) throws IOException {
    Objects.requireNonNull(listener, "listener is null");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    String name = "message";
    List<String> data = new ArrayList<>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      listener.alive();
      if (line.isEmpty()) {
        if (!data.isEmpty() && !listener.on(new Event(name, String.join("\n", data)))) {
          return;
        }
        name = "message";
        data.clear();
      } else if (line.startsWith("event:")) {
        name = value(line, "event:");
      } else if (line.startsWith("data:")) {
        data.add(value(line, "data:"));
      }
    }
  }

  private static String value(String line, String field) {
    String value = line.substring(field.length());
    return value.startsWith(" ") ? value.substring(1) : value;
  }
}
