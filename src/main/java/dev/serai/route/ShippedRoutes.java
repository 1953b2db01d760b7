package dev.serai.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The shipped routes, to detect those that are missing from a folder: if no other route calls one,
 * nothing else reports that its work is not done.
 *
 * @param files in the order of the list
 */
record ShippedRoutes(List<File> files) {

  private static final String RESOURCE = "shipped-routes.txt";

  ShippedRoutes {
    files = List.copyOf(files);
  }

  /**
   * One file.
   *
   * @param work the work of its routes, which is not done without them
   */
  record File(Path path, List<String> routes, String work) {

    File {
      routes = List.copyOf(routes);
    }
  }

  /** Reads the list that is part of the program. */
  static ShippedRoutes load() {
    try (InputStream in = ShippedRoutes.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new ShippedRoutes(
          text.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> line.split(" *\\| *", 3))
              .map(parts -> new File(Path.of(parts[0]), List.of(parts[1].split(" +")), parts[2]))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + RESOURCE, e);
    }
  }

  /**
   * A warning for each missing file, and for each missing route of a file that is there. A route
   * may stand in another file. A set without any shipped route is a set of its own, and misses
   * none.
   */
  List<Finding> missingFrom(Collection<RouteOutline> outlines) {
    Set<String> there =
        outlines.stream()
            .flatMap(outline -> outline.routes().stream())
            .map(RouteOutline.Route::id)
            .collect(Collectors.toSet());
    if (files.stream().flatMap(file -> file.routes().stream()).noneMatch(there::contains)) {
      return List.of();
    }
    List<Finding> warnings = new ArrayList<>();
    for (File file : files) {
      List<String> missing =
          file.routes().stream().filter(route -> !there.contains(route)).toList();
      if (missing.size() == file.routes().size()) {
        warnings.add(new Finding(file.path(), 0, "is missing, and so is its work: " + file.work()));
      } else {
        missing.forEach(
            route ->
                warnings.add(
                    new Finding(
                        file.path(),
                        0,
                        "the route `" + route + "` is missing, which is part of: " + file.work())));
      }
    }
    return warnings;
  }
}
