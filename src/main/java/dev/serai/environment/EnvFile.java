package dev.serai.environment;

import dev.serai.instance.EnvRef;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.Section;
import dev.serai.instance.SectionRule;
import dev.serai.instance.Ttl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the file of an environment; {@code config/environments/README.md} describes its keys. */
final class EnvFile {

  static final List<String> KEYS =
      List.of(
          "name",
          "version",
          "description",
          "image",
          "secondImage",
          "secondCommand",
          "imagePrefix",
          "command",
          "arguments",
          "environmentVariables",
          "ports",
          "resources",
          "podTemplate",
          "ttl",
          "terminationGrace",
          "tags",
          "labels",
          "simulation");

  private final List<SectionRule> sections;

  EnvFile(List<SectionRule> sections) {
    this.sections = List.copyOf(sections);
  }

  WatchedFolder.Entry<Env> read(WatchedFolder.Source source) throws InvalidFileException {
    Env env = env(YamlTree.parse(source.text()), source.modified());
    return new WatchedFolder.Entry<>(env.ref().toString(), env);
  }

  private Env env(YamlTree file, Instant modified) throws InvalidFileException {
    file.allowOnly(Stream.concat(KEYS.stream(), sections.stream().map(SectionRule::name)).toList());
    EnvRef ref = ref(file);
    return new Env(ref, about(file, modified), main(file, ref), second(file), pod(file, ref));
  }

  private static Env.About about(YamlTree file, Instant modified) throws InvalidFileException {
    String description = read(file.get("description"), YamlTree::text).orElse("");
    return new Env.About(description, texts(file.get("tags")), modified, modified);
  }

  private static Env.MainContainer main(YamlTree file, EnvRef ref) throws InvalidFileException {
    List<String> arguments = texts(file.get("arguments"));
    Map<String, String> variables = map(file.get("environmentVariables"));
    // the rules for the values of requests apply
    asRequest(file, "arguments", request(ref, Map.of(), arguments, Map.of()));
    asRequest(file, "environmentVariables", request(ref, variables, List.of(), Map.of()));
    return new Env.MainContainer(
        image(file, "image"),
        texts(file.get("command")),
        arguments,
        variables,
        ports(file.get("ports")),
        resources(file.get("resources")));
  }

  private static Env.SecondContainer second(YamlTree file) throws InvalidFileException {
    String image = file.get("secondImage").isPresent() ? image(file, "secondImage") : "";
    String imagePrefix =
        file.get("imagePrefix").isPresent()
            ? image(file, "imagePrefix")
            : Env.SecondContainer.DEFAULT_IMAGE_PREFIX;
    return new Env.SecondContainer(image, texts(file.get("secondCommand")), imagePrefix);
  }

  private Env.PodSettings pod(YamlTree file, EnvRef ref) throws InvalidFileException {
    Map<String, String> labels = map(file.get("labels"));
    asRequest(file, "labels", request(ref, Map.of(), List.of(), labels));
    return new Env.PodSettings(
        read(file.get("podTemplate"), YamlTree::text).orElse(Env.PodSettings.DEFAULT_TEMPLATE),
        read(file.get("ttl"), tree -> tree.as(text -> Ttl.parse("ttl", text))),
        read(file.get("terminationGrace"), EnvFile::duration),
        labels,
        sections(file),
        read(file.get("simulation"), EnvFile::simulation));
  }

  private List<Section> sections(YamlTree file) throws InvalidFileException {
    List<Section> found = new ArrayList<>();
    for (SectionRule rule : sections) {
      Optional<YamlTree> tree = file.get(rule.name());
      if (tree.isPresent()) {
        found.add(tree.get().section(rule));
      }
    }
    return found;
  }

  private static EnvRef ref(YamlTree file) throws InvalidFileException {
    YamlTree name = file.require("name");
    String version = file.require("version").text();
    return name.as(text -> EnvRef.parse("name@version", text + "@" + version));
  }

  private static String image(YamlTree file, String key) throws InvalidFileException {
    return file.require(key)
        .as(
            text -> {
              Env.checkImage(key, text);
              return text;
            });
  }

  private static void asRequest(YamlTree file, String key, Supplier<InstanceRequest> request)
      throws InvalidFileException {
    Optional<YamlTree> tree = file.get(key);
    if (tree.isPresent()) {
      tree.get().checked(request);
    }
  }

  private static Supplier<InstanceRequest> request(
      EnvRef ref,
      Map<String, String> variables,
      List<String> arguments,
      Map<String, String> labels) {
    return () -> new InstanceRequest(ref, "", Optional.empty(), variables, arguments, "", labels);
  }

  private static Resources resources(Optional<YamlTree> tree) throws InvalidFileException {
    if (tree.isEmpty()) {
      return Resources.OF_TEMPLATE;
    }
    YamlTree resources = tree.get();
    resources.allowOnly(List.of("cpu", "memory"));
    Optional<YamlTree> cpu = resources.get("cpu");
    Optional<YamlTree> memory = resources.get("memory");
    Resources withCpu =
        read(cpu, c -> c.as(text -> new Resources(text, ""))).orElse(Resources.OF_TEMPLATE);
    return read(memory, m -> m.as(text -> new Resources(withCpu.cpu(), text))).orElse(withCpu);
  }

  private static List<Port> ports(Optional<YamlTree> tree) throws InvalidFileException {
    List<Port> ports = new ArrayList<>();
    for (YamlTree item : tree.isPresent() ? tree.get().items() : List.<YamlTree>of()) {
      ports.add(port(item));
    }
    return ports;
  }

  /** A number, or a mapping with a name for it. */
  private static Port port(YamlTree item) throws InvalidFileException {
    if (!item.isMapping()) {
      int number = item.number();
      return item.checked(() -> Port.tcp(number));
    }
    item.allowOnly(List.of("name", "port", "protocol"));
    String name = read(item.get("name"), YamlTree::text).orElse("");
    int number = item.require("port").number();
    String protocol = read(item.get("protocol"), YamlTree::text).orElse("TCP");
    return item.checked(() -> new Port(name, number, protocol));
  }

  private static Simulation simulation(YamlTree tree) throws InvalidFileException {
    tree.allowOnly(
        List.of(
            "runFor",
            "exitCode",
            "log",
            "logEvery",
            "unschedulable",
            "imageError",
            "failingAttempts"));
    Optional<Duration> runFor = read(tree.get("runFor"), EnvFile::duration);
    int exitCode = read(tree.get("exitCode"), YamlTree::number).orElse(0);
    List<String> log = texts(tree.get("log"));
    Duration logEvery =
        read(tree.get("logEvery"), EnvFile::duration).orElse(Simulation.DEFAULT_LOG_EVERY);
    boolean unschedulable = read(tree.get("unschedulable"), YamlTree::flag).orElse(false);
    String imageError = read(tree.get("imageError"), YamlTree::text).orElse("");
    String failing = read(tree.get("failingAttempts"), YamlTree::text).orElse("");
    return tree.checked(
        () -> new Simulation(runFor, exitCode, log, logEvery, unschedulable, imageError, failing));
  }

  private static Duration duration(YamlTree tree) throws InvalidFileException {
    return tree.as(text -> Ttl.parse("the duration", text).duration());
  }

  private static List<String> texts(Optional<YamlTree> tree) throws InvalidFileException {
    List<String> texts = new ArrayList<>();
    for (YamlTree item : tree.isPresent() ? tree.get().items() : List.<YamlTree>of()) {
      texts.add(item.text());
    }
    return texts;
  }

  private static Map<String, String> map(Optional<YamlTree> tree) throws InvalidFileException {
    Map<String, String> map = new LinkedHashMap<>();
    if (tree.isPresent()) {
      for (Map.Entry<String, YamlTree> entry : tree.get().entries().entrySet()) {
        map.put(entry.getKey(), entry.getValue().text());
      }
    }
    return map;
  }

  private static <T> Optional<T> read(Optional<YamlTree> tree, Reading<T> reading)
      throws InvalidFileException {
    return tree.isPresent() ? Optional.of(reading.read(tree.get())) : Optional.empty();
  }

  private interface Reading<T> {
    T read(YamlTree tree) throws InvalidFileException;
  }
}
