package dev.serai.route;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Camel rejects a route file; the message has the location and the reason. */
public final class RouteLoadException extends Exception {

  private static final long serialVersionUID = 1;

  /** How Camel shows a step that it can't create: {@code >>> To[direct:a] <<<}. */
  private static final Pattern STEP = Pattern.compile(">>> \\w+\\[(.*?)] <<<");

  private static final Pattern NO_WORD = Pattern.compile("[^\\w./$-]+");

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
    for (RouteFile file : files) {
      for (RouteOutline.Route route : file.outline().routes()) {
        if (!route.id().isEmpty()
            && (all.contains("route: " + route.id() + " ")
                || all.contains("route " + route.id() + " ")
                || all.contains("route: " + route.id() + ":"))) {
          return new RouteLoadException(
              new Finding(file.path(), lineOfStep(file, route, all), reason(failure)), failure);
        }
      }
    }
    RouteFile first = files.iterator().next();
    return new RouteLoadException(new Finding(first.path(), 1, reason(failure)), failure);
  }

  /** The line of the step that Camel's message shows, else of the route. */
  private static int lineOfStep(RouteFile file, RouteOutline.Route route, String messages) {
    Matcher step = STEP.matcher(messages);
    if (!step.find()) {
      return route.line();
    }
    String longest =
        NO_WORD
            .splitAsStream(step.group(1))
            .max(Comparator.comparingInt(String::length))
            .orElse("");
    List<String> lines = file.texts().get(0).lines().toList();
    return longest.isEmpty()
        ? route.line()
        : IntStream.rangeClosed(route.line(), lines.size())
            .filter(line -> lines.get(line - 1).contains(longest))
            .findFirst()
            .orElse(route.line());
  }

  /** The innermost message, which has the cause. */
  static String reason(Throwable failure) {
    String reason = String.valueOf(failure.getMessage());
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    return reason.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  private static String messages(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      all.append(cause.getMessage()).append('\n');
    }
    return all.toString();
  }
}
