package dev.serai.environment;

import dev.serai.instance.EnvRef;
import dev.serai.instance.Section;
import dev.serai.instance.Ttl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An environment: all that is needed to run an instance of it.
 *
 * @param image of the main container
 * @param secondImage of the second container where a request names no datasource; empty for the
 *     template's own
 * @param secondCommand of the second container, in place of its image's entry point; empty to keep
 *     that
 * @param imagePrefix what a request's datasource is appended to, after a colon, to name the second
 *     container's image
 * @param command in place of the image's entry point; empty to keep that
 * @param arguments where a request gives none; empty to keep the image's
 * @param environmentVariables their values may be secrets, and are never shown
 * @param podTemplate the name of the pod template it runs in
 * @param ttl where a request names none
 * @param terminationGrace how long it may take to end when told to; absent for the template's own
 * @param labels of every instance, where a request does not give another value
 * @param sections what only one kind of cluster understands, each of another name
 */
public record Env(
    EnvRef ref,
    String description,
    String image,
    String secondImage,
    List<String> secondCommand,
    String imagePrefix,
    List<String> command,
    List<String> arguments,
    Map<String, String> environmentVariables,
    List<Port> ports,
    Resources resources,
    String podTemplate,
    Optional<Ttl> ttl,
    Optional<Duration> terminationGrace,
    Optional<Simulation> simulation,
    List<String> tags,
    Map<String, String> labels,
    List<Section> sections,
    Instant createdAt,
    Instant updatedAt) {

  public static final String DEFAULT_POD_TEMPLATE = "singleContainer";

  /** AEnvironment's own: where the images of its datasources are. */
  public static final String DEFAULT_IMAGE_PREFIX = "docker.io/library/aenv";

  // Kubernetes asks only for some text without blanks at its ends; a blank inside can't be pulled
  private static final Pattern IMAGE = Pattern.compile("[\\x21-\\x7e]{1,512}");

  public Env {
    Objects.requireNonNull(ref, "ref is null");
    Objects.requireNonNull(description, "description is null");
    Objects.requireNonNull(resources, "resources is null");
    Objects.requireNonNull(podTemplate, "podTemplate is null");
    Objects.requireNonNull(ttl, "ttl is null");
    Objects.requireNonNull(terminationGrace, "terminationGrace is null");
    Objects.requireNonNull(simulation, "simulation is null");
    Objects.requireNonNull(createdAt, "createdAt is null");
    Objects.requireNonNull(updatedAt, "updatedAt is null");
    checkImage("image", image);
    if (!secondImage.isEmpty()) {
      checkImage("secondImage", secondImage);
    }
    checkImage("imagePrefix", imagePrefix);
    if (terminationGrace.filter(grace -> grace.isNegative()).isPresent()) {
      throw new IllegalArgumentException("terminationGrace is negative");
    }
    command = List.copyOf(command);
    secondCommand = List.copyOf(secondCommand);
    arguments = List.copyOf(arguments);
    environmentVariables = Map.copyOf(environmentVariables);
    ports = List.copyOf(ports);
    tags = List.copyOf(tags);
    labels = Map.copyOf(labels);
    sections = List.copyOf(sections);
  }

  /** An environment without any section. */
  public Env(
      EnvRef ref,
      String description,
      String image,
      String secondImage,
      List<String> secondCommand,
      String imagePrefix,
      List<String> command,
      List<String> arguments,
      Map<String, String> environmentVariables,
      List<Port> ports,
      Resources resources,
      String podTemplate,
      Optional<Ttl> ttl,
      Optional<Duration> terminationGrace,
      Optional<Simulation> simulation,
      List<String> tags,
      Map<String, String> labels,
      Instant createdAt,
      Instant updatedAt) {
    this(
        ref,
        description,
        image,
        secondImage,
        secondCommand,
        imagePrefix,
        command,
        arguments,
        environmentVariables,
        ports,
        resources,
        podTemplate,
        ttl,
        terminationGrace,
        simulation,
        tags,
        labels,
        List.of(),
        createdAt,
        updatedAt);
  }

  public Optional<Section> section(String name) {
    return sections.stream().filter(section -> section.name().equals(name)).findFirst();
  }

  static void checkImage(String field, String image) {
    if (!IMAGE.matcher(image).matches()) {
      throw new IllegalArgumentException(
          field + " is not the name of an image, like registry.example.com/team/sandbox:1.0");
    }
  }

  /** Its name and image; neither variables nor arguments, which may be secrets. */
  @Override
  public String toString() {
    return "Env[" + ref + ", image=" + image + ", podTemplate=" + podTemplate + "]";
  }
}
