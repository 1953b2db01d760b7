package dev.serai.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.GeneratedFile;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** That routes/BEANS.md describes the beans. */
class BeansPageTest {

  @Test
  void thePageIsMadeOfTheCode() throws IOException {
    String text = BeansPage.text();
    assertThat(text)
        .contains("## requests\n")
        .contains("| `withOwner` | `InstanceRequest` *request*, `String` *owner* |")
        .contains("| `ttl` | `Ttl` | ");
    GeneratedFile.requireEqual(Path.of("routes", "BEANS.md"), text);
  }

  @Test
  void everyMethodAndFieldIsDescribed() {
    assertThat(BeansPage.undescribed())
        .as("give each a sentence of Javadoc, or one in bean-descriptions.properties")
        .isEmpty();
  }
}
