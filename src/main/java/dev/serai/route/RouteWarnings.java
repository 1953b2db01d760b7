package dev.serai.route;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs each warning about the routes directory once, until it no longer applies. */
final class RouteWarnings {

  private static final Logger LOG = LoggerFactory.getLogger(RouteWarnings.class);

  private final RouteFolder folder;
  private List<Finding> ofRoutes = List.of();
  private Set<Finding> logged = Set.of();

  RouteWarnings(RouteFolder folder) {
    this.folder = Objects.requireNonNull(folder, "folder is null");
  }

  /** Sets the warnings of the current routes. */
  synchronized void ofRoutes(List<Finding> warnings) {
    ofRoutes = List.copyOf(warnings);
    log();
  }

  /** Logs new warnings, also those about files that were added beside the routes. */
  synchronized void log() {
    Set<Finding> now = new TreeSet<>(ofRoutes);
    folder.ignored().forEach(path -> now.add(RouteValidator.ignored(path)));
    now.stream()
        .filter(warning -> !logged.contains(warning))
        .forEach(warning -> LOG.warn("{}", warning));
    logged = now;
  }
}
