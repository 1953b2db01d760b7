package dev.serai.pod;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.environment.InvalidFileException;
import dev.serai.environment.WatchedFolder;
import dev.serai.environment.YamlTree;
import dev.serai.instance.RequestRejectedException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a pod template; {@code config/pod-templates/README.md} describes what one must have. */
final class TemplateFile {

  private static final String ENDING = ".yaml";

  /** The template whose very purpose is a second container. */
  private static final String DUAL = "dualContainer";

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(new NoAdditionalProperties())
          .build();

  private TemplateFile() {}

  static WatchedFolder.Entry<PodTemplate> read(WatchedFolder.Source source)
      throws InvalidFileException {
    String name = name(source.file());
    YamlTree tree = YamlTree.parse(source.text());
    requireText(tree, "apiVersion", "v1");
    requireText(tree, "kind", "Pod");
    YamlTree spec = tree.require("spec");
    YamlTree containers = spec.require("containers");
    Pod pod = pod(tree);
    if (pod.getMetadata() == null) {
      pod.setMetadata(new ObjectMeta());
    }
    checkContainers(name, pod, containers);
    return new WatchedFolder.Entry<>(name, new PodTemplate(name, pod));
  }

  /** The file's name without its ending. */
  static String name(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  private static void requireText(YamlTree tree, String key, String value)
      throws InvalidFileException {
    YamlTree found = tree.require(key);
    if (!value.equals(found.text())) {
      throw found.fault("is not " + value);
    }
  }

  private static void checkContainers(String template, Pod pod, YamlTree containers)
      throws InvalidFileException {
    Set<String> names = new HashSet<>();
    List<YamlTree> items = containers.items();
    for (YamlTree item : items) {
      YamlTree name = item.require("name");
      if (!names.add(name.text())) {
        throw name.fault("is the name of two containers");
      }
      boolean imageComesLater =
          name.text().equals(PodContract.MAIN_CONTAINER)
              || name.text().equals(PodContract.SECOND_CONTAINER);
      if (!imageComesLater) {
        item.require("image");
      }
    }
    if (!names.contains(PodContract.MAIN_CONTAINER)) {
      throw containers.fault("has no container named " + PodContract.MAIN_CONTAINER);
    }
    boolean dual = template.equals(DUAL) || DUAL.equals(type(pod));
    if (dual && !names.contains(PodContract.SECOND_CONTAINER)) {
      throw containers.fault("has no container named " + PodContract.SECOND_CONTAINER);
    }
    if (pod.getSpec().getContainers().stream().map(Container::getName).distinct().count()
        != names.size()) {
      throw containers.fault("has an entry that is not a container");
    }
  }

  private static String type(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getLabels())
        .map(labels -> labels.get(PodContract.TEMPLATE_TYPE))
        .orElse("");
  }

  private static Pod pod(YamlTree tree) throws InvalidFileException {
    try {
      return STRICT.treeToValue(tree.json(), Pod.class);
    } catch (UnrecognizedPropertyException e) {
      throw at(tree, e)
          .fault(
              "has a key that a pod does not know: "
                  + RequestRejectedException.excerpt(e.getPropertyName()));
    } catch (JsonMappingException e) {
      throw at(tree, e).fault("is not what a pod has there: " + path(e));
    } catch (JsonProcessingException e) {
      throw tree.fault("is not a pod");
    }
  }

  /** The deepest value on the way to the error that is in the file. */
  private static YamlTree at(YamlTree tree, JsonMappingException e) throws InvalidFileException {
    YamlTree found = tree;
    for (Reference step : e.getPath()) {
      if (step.getFieldName() != null && found.isMapping()) {
        YamlTree next = found.entries().get(step.getFieldName());
        if (next == null) {
          return found;
        }
        found = next;
      } else if (found.isList() && step.getIndex() >= 0 && step.getIndex() < found.items().size()) {
        found = found.items().get(step.getIndex());
      }
    }
    return found;
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  /**
   * fabric8's model takes whatever key it does not know into a map, and an API server drops it
   * without a word: a typing mistake would be a setting that never takes effect.
   */
  private static final class NoAdditionalProperties extends JacksonAnnotationIntrospector {
    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return Boolean.FALSE;
    }
  }
}
