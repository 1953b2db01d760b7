package dev.serai.route;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;

/**
 * Selects the newest set of files that can run: each changed file with an error is replaced by its
 * running version. A change that breaks an unchanged file is rejected as a whole.
 */
final class RouteSelection {

  private final RouteValidator validator;
  private final RouteVocabulary words;
  private final RouteRehearsal rehearsal;

  RouteSelection(RouteValidator validator, RouteVocabulary words, CamelContext context) {
    this.validator = validator;
    this.words = words;
    this.rehearsal = new RouteRehearsal(context);
  }

  /**
   * @param refused receives the reason for each file on disk that is not selected
   */
  SortedMap<Path, RouteFile> choose(
      SortedMap<Path, RouteFile> running,
      SortedMap<Path, RouteFile> onDisk,
      Map<Path, Finding> refused) {
    SortedMap<Path, RouteFile> wanted = new TreeMap<>(onDisk);
    while (!wanted.equals(running)) {
      Optional<Finding> problem = problem(running, wanted);
      if (problem.isEmpty()) {
        return wanted;
      }
      Finding finding = problem.get();
      Path file = finding.file();
      if (Objects.equals(wanted.get(file), running.get(file))) {
        refuseAll(running, wanted, finding, refused);
        return running;
      }
      refused.put(file, finding);
      if (running.containsKey(file)) {
        wanted.put(file, running.get(file));
      } else {
        wanted.remove(file);
      }
    }
    return running;
  }

  /**
   * The first problem, preferably of a changed file, since dropping that file may solve the others.
   */
  private Optional<Finding> problem(
      SortedMap<Path, RouteFile> running, SortedMap<Path, RouteFile> wanted) {
    Optional<Finding> finding =
        validator.loadable(wanted.values(), words).findings().stream()
            .min(
                Comparator.comparing(
                    (Finding found) ->
                        Objects.equals(wanted.get(found.file()), running.get(found.file()))));
    if (finding.isPresent()) {
      return finding;
    }
    try {
      if (!wanted.isEmpty()) {
        rehearsal.play(wanted.values());
      }
      return Optional.empty();
    } catch (RouteLoadException e) {
      return Optional.of(e.finding());
    }
  }

  private static void refuseAll(
      SortedMap<Path, RouteFile> running,
      SortedMap<Path, RouteFile> wanted,
      Finding finding,
      Map<Path, Finding> refused) {
    TreeSet<Path> all = new TreeSet<>(running.keySet());
    all.addAll(wanted.keySet());
    for (Path path : all) {
      if (!Objects.equals(running.get(path), wanted.get(path))) {
        refused.put(path, new Finding(path, 1, "would break " + finding));
      }
    }
  }
}
