package dev.serai.route;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Camel rejects a route file; the message has the location and the reason. */
public final class RouteLoadException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Finding finding;

  private RouteLoadException(String message, Finding first) {
    super(message);
    this.finding = first;
  }

  RouteLoadException(Finding finding, Throwable cause) {
    super(finding.toString(), cause);
    this.finding = finding;
  }

  /** All findings of a check, one per line. */
  static RouteLoadException of(List<Finding> findings) {
    String all = findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    return new RouteLoadException(all, findings.get(0));
  }

  /** The location and the reason. */
  public Finding finding() {
    return finding;
  }

  /** Finds the file of a failure by the route that the message names; else the first file. */
  static RouteLoadException of(Collection<RouteFile> files, Throwable failure) {
    String all = messages(failure);
    String reason = reason(failure);
    for (RouteFile file : files) {
      for (RouteOutline.Route route : file.outline().routes()) {
        if (!route.id().isEmpty()
            && (all.contains("route: " + route.id() + " ")
                || all.contains("route " + route.id() + " ")
                || all.contains("route: " + route.id() + ":"))) {
          int line = FailureLine.ofRoute(file, route, all, reason);
          return new RouteLoadException(new Finding(file.path(), line, reason), failure);
        }
      }
    }
    RouteFile first = files.iterator().next();
    return new RouteLoadException(
        new Finding(first.path(), FailureLine.ofFile(first, reason), reason), failure);
  }

  /** The reason in one line. */
  static String reason(Throwable failure) {
    return FailureReason.of(failure).lines().map(String::strip).collect(Collectors.joining(" "));
  }

  private static String messages(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause.getMessage()).append('\n');
    }
    return all.toString();
  }
}
