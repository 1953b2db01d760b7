package dev.serai.alicloud.pod;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.serai.environment.InvalidFileException;
import dev.serai.environment.YamlTree;
import dev.serai.instance.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings of all pods of a cluster on ACK that neither environment nor request overrides.
 *
 * @param notInRequests paths of settings that only environments and the cluster may have
 */
public record AckDefaults(Section section, Set<String> notInRequests) {

  /** Nothing by default, and everything open to requests. */
  public static final AckDefaults NONE =
      new AckDefaults(new AckSection().read(JsonNodeFactory.instance.objectNode()), Set.of());

  private static final String NOT_IN_REQUESTS = "notInRequests";

  public AckDefaults {
    Objects.requireNonNull(section, "section is null");
    notInRequests = Set.copyOf(notInRequests);
  }

  /**
   * Reads the file of a cluster: the section under {@code alicloud}, and {@code notInRequests}.
   *
   * @throws IllegalArgumentException with file, line and reason in one line
   */
  public static AckDefaults read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (InvalidFileException e) {
      throw new IllegalArgumentException(e.in(file).toString(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + file, e);
    }
  }

  static AckDefaults parse(String text) throws InvalidFileException {
    YamlTree tree = YamlTree.parse(text);
    tree.allowOnly(List.of(AckSettings.SECTION, NOT_IN_REQUESTS));
    Optional<YamlTree> section = tree.get(AckSettings.SECTION);
    Section read = section.isPresent() ? section.get().section(new AckSection()) : NONE.section();
    return new AckDefaults(read, closed(tree.get(NOT_IN_REQUESTS)));
  }

  /** The rule for requests to this cluster. */
  public AckSection ruleForRequests() {
    return new AckSection(notInRequests);
  }

  private static Set<String> closed(Optional<YamlTree> tree) throws InvalidFileException {
    Set<String> closed = new TreeSet<>();
    for (YamlTree item : tree.isPresent() ? tree.get().items() : List.<YamlTree>of()) {
      String path = item.text();
      if (!AckSection.PATHS.contains(path)) {
        throw item.fault("is no setting of the section " + AckSettings.SECTION);
      }
      closed.add(path);
    }
    return closed;
  }
}
