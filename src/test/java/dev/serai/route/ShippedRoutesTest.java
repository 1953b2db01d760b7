package dev.serai.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.GeneratedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ShippedRoutesTest {

  private static final Path LIST =
      Path.of("src", "main", "resources", "dev", "serai", "route", "shipped-routes.txt");

  @Test
  void theListIsThatOfTheRoutesFolder() throws IOException {
    StringBuilder wanted =
        new StringBuilder(
            """
            # The route files that Serai is shipped with: file | ids of its routes | work that nobody does without it.
            # ShippedRoutesTest compares it with routes/, and rewrites the ids with -Dserai.generated.write=true.
            """);
    for (RouteOutline outline : shipped()) {
      Path path = outline.file().path();
      if (outline.file().engine().isEmpty()) {
        String work =
            ShippedRoutes.load().files().stream()
                .filter(file -> file.path().equals(path))
                .map(ShippedRoutes.File::work)
                .findFirst()
                .orElse("the work of " + path);
        String ids =
            outline.routes().stream().map(RouteOutline.Route::id).collect(Collectors.joining(" "));
        wanted.append(path + " | " + ids + " | " + work + "\n");
      }
    }
    GeneratedFile.requireEqual(LIST, wanted.toString());
  }

  @Test
  void nothingIsMissingFromTheShippedRoutes() {
    assertThat(ShippedRoutes.load().missingFrom(shipped())).isEmpty();
  }

  @Test
  void saysWhatIsLostWithAMissingFile() {
    List<RouteOutline> left =
        shipped().stream()
            .filter(outline -> !outline.file().path().endsWith("expiry.camel.yaml"))
            .toList();
    assertThat(ShippedRoutes.load().missingFrom(left))
        .extracting(Finding::toString)
        .singleElement()
        .asString()
        .startsWith("expiry.camel.yaml: is missing, and so is its work: the expiry of instances");
  }

  @Test
  void namesARouteThatIsMissingFromAFile() {
    List<RouteOutline> changed = new ArrayList<>();
    for (RouteOutline outline : shipped()) {
      String text = outline.file().content().replace("    id: sweep-slow\n", "    id: other\n");
      changed.add(
          RouteFile.of(outline.file().path(), text.getBytes(StandardCharsets.UTF_8)).outline());
    }
    assertThat(ShippedRoutes.load().missingFrom(changed))
        .extracting(Finding::toString)
        .singleElement()
        .asString()
        .startsWith("expiry.camel.yaml: the route `sweep-slow` is missing, which is part of:");
  }

  @Test
  void aSetWithoutAnyShippedRouteMissesNone() {
    assertThat(ShippedRoutes.load().missingFrom(List.of())).isEmpty();
  }

  @Test
  void aTimerWaitsForItsRun() {
    assertThat(
            shipped().stream()
                .flatMap(outline -> outline.endpoints().stream())
                .map(EndpointUse::delegate)
                .filter(endpoint -> endpoint.uri().startsWith("timer:")))
        .isNotEmpty()
        .allSatisfy(
            endpoint -> assertThat(endpoint.parameters()).containsEntry("synchronous", "true"));
  }

  private static Collection<RouteOutline> shipped() {
    return new RouteFolder(Path.of("routes"))
        .read().routes().values().stream().map(RouteFile::outline).toList();
  }
}
