package dev.serai.route;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds the line of a route file that a failure of Camel is about, since Camel's messages show a
 * step or quote a name, and seldom say where it stands.
 */
final class FailureLine {

  /** How Camel shows a step that it can't create: {@code >>> To[direct:a] <<<}. */
  private static final Pattern STEP = Pattern.compile(">>> \\w+\\[(.*?)] <<<");

  /** How Camel names the beginning of a route: {@code (source: a.camel:5)}. */
  private static final Pattern SOURCE = Pattern.compile("\\(source: [^)]*:(\\d+)\\)");

  private static final Pattern NO_WORD = Pattern.compile("[^\\w./$-]+");

  /** Shorter words say nothing about a line. */
  private static final int SHORTEST = 3;

  private final List<String> lines;
  private final int first;
  private final int last;

  private FailureLine(RouteFile file, int first, int last) {
    this.lines = file.texts().get(0).lines().toList();
    this.first = first;
    this.last = Math.min(last, lines.size());
  }

  /** The line in a route of the file, at worst that of the route. */
  static int ofRoute(RouteFile file, RouteOutline.Route route, String messages, String reason) {
    int next =
        file.outline().routes().stream()
            .mapToInt(RouteOutline.Route::line)
            .filter(line -> line > route.line())
            .min()
            .orElse(Integer.MAX_VALUE);
    FailureLine within = new FailureLine(file, route.line(), next - 1);
    Matcher step = STEP.matcher(messages);
    OptionalInt line = step.find() ? within.ofStep(step.group(1)) : OptionalInt.empty();
    if (line.isEmpty()) {
      line = within.ofName(reason);
    }
    Matcher source = SOURCE.matcher(messages);
    return line.orElseGet(() -> source.find() ? Integer.parseInt(source.group(1)) : route.line());
  }

  /** The line in a file whose route is not known, at worst the first. */
  static int ofFile(RouteFile file, String reason) {
    return new FailureLine(file, 1, Integer.MAX_VALUE).ofName(reason).orElse(1);
  }

  /** The first line with the longest word of the step. */
  private OptionalInt ofStep(String step) {
    String longest =
        NO_WORD.splitAsStream(step).max(Comparator.comparingInt(String::length)).orElse("");
    return longest.isEmpty() ? OptionalInt.empty() : with(longest).findFirst();
  }

  /** The line of the first word of the reason that stands in one line only. */
  private OptionalInt ofName(String reason) {
    return NO_WORD
        .splitAsStream(reason)
        .filter(word -> word.length() >= SHORTEST)
        .map(word -> with(word).toArray())
        .filter(found -> found.length == 1)
        .mapToInt(found -> found[0])
        .findFirst();
  }

  private IntStream with(String word) {
    Pattern whole = Pattern.compile("(?<![\\w-])" + Pattern.quote(word) + "(?![\\w-])");
    return IntStream.rangeClosed(first, last)
        .filter(line -> whole.matcher(lines.get(line - 1)).find());
  }
}
