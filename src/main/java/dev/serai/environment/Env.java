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
 * An environment: the definition from which instances are run.
 *
 * @param main the container that runs the image
 * @param second the second container, in pod templates that have one
 */
public record Env(
    EnvRef ref, About about, MainContainer main, SecondContainer second, PodSettings pod) {

  // Kubernetes only rejects blanks at the ends; an image with a blank inside can't be pulled
  private static final Pattern IMAGE = Pattern.compile("[\\x21-\\x7e]{1,512}");

  public Env {
    Objects.requireNonNull(ref, "ref is null");
    Objects.requireNonNull(about, "about is null");
    Objects.requireNonNull(main, "main is null");
    Objects.requireNonNull(second, "second is null");
    Objects.requireNonNull(pod, "pod is null");
  }

  /** The descriptive part of an environment. */
  public record About(String description, List<String> tags, Instant createdAt, Instant updatedAt) {

    public About {
      Objects.requireNonNull(description, "description is null");
      tags = List.copyOf(tags);
      Objects.requireNonNull(createdAt, "createdAt is null");
      Objects.requireNonNull(updatedAt, "updatedAt is null");
    }
  }

  /**
   * The main container.
   *
   * @param command replaces the image's entry point; empty to keep it
   * @param arguments used if a request has none; empty to keep the image's
   * @param environmentVariables their values may be secrets and are never shown
   */
  public record MainContainer(
      String image,
      List<String> command,
      List<String> arguments,
      Map<String, String> environmentVariables,
      List<Port> ports,
      Resources resources) {

    public MainContainer {
      checkImage("image", image);
      command = List.copyOf(command);
      arguments = List.copyOf(arguments);
      environmentVariables = Map.copyOf(environmentVariables);
      ports = List.copyOf(ports);
      Objects.requireNonNull(resources, "resources is null");
    }

    /** Shows only the image: variables and arguments may be secrets. */
    @Override
    public String toString() {
      return "MainContainer[image=" + image + "]";
    }
  }

  /**
   * The second container.
   *
   * @param image used if a request names no datasource; empty for the template's own
   * @param command replaces its image's entry point; empty to keep it
   * @param imagePrefix the image is this prefix, a colon and the request's datasource
   */
  public record SecondContainer(String image, List<String> command, String imagePrefix) {

    /** The prefix of AEnvironment's own datasource images. */
    public static final String DEFAULT_IMAGE_PREFIX = "docker.io/library/aenv";

    public SecondContainer {
      if (!image.isEmpty()) {
        checkImage("secondImage", image);
      }
      command = List.copyOf(command);
      checkImage("imagePrefix", imagePrefix);
    }
  }

  /**
   * Settings of the pod as a whole.
   *
   * @param template the name of the pod template
   * @param ttl used if a request has none
   * @param terminationGrace grace period of termination; absent for the template's own
   * @param labels of every instance; a request may override their values
   * @param sections settings for one kind of cluster each, with unique names
   * @param simulation how the simulated cluster simulates it
   */
  public record PodSettings(
      String template,
      Optional<Ttl> ttl,
      Optional<Duration> terminationGrace,
      Map<String, String> labels,
      List<Section> sections,
      Optional<Simulation> simulation) {

    public static final String DEFAULT_TEMPLATE = "singleContainer";

    public PodSettings {
      Objects.requireNonNull(template, "template is null");
      Objects.requireNonNull(ttl, "ttl is null");
      Objects.requireNonNull(terminationGrace, "terminationGrace is null");
      if (terminationGrace.filter(grace -> grace.isNegative()).isPresent()) {
        throw new IllegalArgumentException("terminationGrace is negative");
      }
      labels = Map.copyOf(labels);
      sections = List.copyOf(sections);
      Objects.requireNonNull(simulation, "simulation is null");
    }
  }

  public Optional<Section> section(String name) {
    return pod.sections().stream().filter(section -> section.name().equals(name)).findFirst();
  }

  static void checkImage(String field, String image) {
    if (!IMAGE.matcher(image).matches()) {
      throw new IllegalArgumentException(
          field + " is not the name of an image, like registry.example.com/team/sandbox:1.0");
    }
  }

  /** Shows its name and image; neither variables nor arguments, which may be secrets. */
  @Override
  public String toString() {
    return "Env[" + ref + ", image=" + main.image() + ", podTemplate=" + pod.template() + "]";
  }
}
