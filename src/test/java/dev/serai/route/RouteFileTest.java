package dev.serai.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFileTest {

  private static final Path NAME = Path.of("a.camel.yaml");

  @TempDir Path folder;

  @Test
  void isParsedOnceHoweverOftenItIsAskedAndRead() throws IOException {
    Files.writeString(folder.resolve(NAME), "- from: {uri: direct:a, steps: []}\n");
    RouteFolder routes = new RouteFolder(folder);
    RouteFile.Parsed first = routes.read().routes().get(NAME).parsed();
    assertThat(routes.read().routes().get(NAME).parsed()).isSameAs(first);
    Files.writeString(folder.resolve(NAME), "- from: {uri: direct:b, steps: []}\n");
    assertThat(routes.read().routes().get(NAME).parsed()).isNotSameAs(first);
  }

  @Test
  void everyExceptionThatIsSuggestedIsAClass() {
    assertThat(JavaCheck.EXCEPTIONS)
        .allSatisfy(name -> assertThat(JavaClass.find(name)).as(name).isPresent());
  }
}
