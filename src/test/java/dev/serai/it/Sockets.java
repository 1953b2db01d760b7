package dev.serai.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** The connections of this process, as the kernel knows them. */
final class Sockets {

  private static final String ESTABLISHED = "01";

  private Sockets() {}

  /** How many are open to this port. */
  static int to(int port) {
    String remote = ":" + String.format(Locale.ROOT, "%04X", port);
    Set<String> ours = ofThisProcess();
    int found = 0;
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : lines(Path.of(table))) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length > 9
            && columns[2].endsWith(remote)
            && columns[3].equals(ESTABLISHED)
            && ours.contains("socket:[" + columns[9] + "]")) {
          found++;
        }
      }
    }
    return found;
  }

  private static List<String> lines(Path table) {
    try {
      return Files.isReadable(table) ? Files.readAllLines(table) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<String> ofThisProcess() {
    Set<String> links = new HashSet<>();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : all.toList()) {
        try {
          links.add(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
          // closed since
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return links;
  }
}
