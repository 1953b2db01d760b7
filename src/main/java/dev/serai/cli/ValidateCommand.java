package dev.serai.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.route.RouteValidator;
import dev.serai.route.RouteVocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks route files without starting anything, for people and for continuous integration. */
@Command(
    name = "validate",
    description = "Checks every route file: its YAML, steps, components, options, beans and links.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no problems",
      "1:problems, one line each",
      "2:no such directory, or no *.camel.yaml file in it"
    })
public final class ValidateCommand implements Callable<Integer> {

  /** A bean that Camel makes of keys of the configuration file. */
  private static final Pattern BEAN_KEY = Pattern.compile("camel\\.beans\\.([^.\\[]+)");

  private static final int GOOD = 0;
  private static final int PROBLEMS = 1;
  private static final int USAGE = 2;

  enum Output {
    text,
    json
  }

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Folder of *.camel.yaml files. Default: the routes that are shipped.")
  private Path directory;

  @Option(
      names = {"--output", "-o"},
      defaultValue = "text",
      description = "text, or json for programs. Default: text.")
  private Output output;

  @Override
  public Integer call() throws JsonProcessingException {
    Path routes = Optional.ofNullable(directory).orElseGet(ValidateCommand::shippedRoutes);
    if (!Files.isDirectory(routes)) {
      err().println("serai: no such directory: " + routes);
      err().flush();
      return USAGE;
    }
    RouteValidator.Result result = new RouteValidator(vocabulary()).check(routes);
    if (result.files() == 0) {
      err().println("serai: no *.camel.yaml file in " + routes);
      err().flush();
      return USAGE;
    }
    if (output == Output.json) {
      printJson(result);
    } else {
      printText(routes, result);
    }
    out().flush();
    return result.isGood() ? GOOD : PROBLEMS;
  }

  /** With the beans that the configuration file makes, where there is one. */
  private static RouteVocabulary vocabulary() {
    Set<String> beans = new HashSet<>(RouteVocabulary.SERAI_BEANS);
    Path file = home().resolve("config").resolve("application.properties");
    if (Files.isReadable(file)) {
      Properties keys = new Properties();
      try (Reader in = Files.newBufferedReader(file)) {
        keys.load(in);
      } catch (IOException e) {
        throw new UncheckedIOException("can't read " + file, e);
      }
      for (String key : keys.stringPropertyNames()) {
        Matcher bean = BEAN_KEY.matcher(key);
        if (bean.lookingAt()) {
          beans.add(bean.group(1));
        }
      }
    }
    return RouteVocabulary.serai().withBeans(beans);
  }

  private void printText(Path routes, RouteValidator.Result result) {
    result
        .findings()
        .forEach(
            finding ->
                out()
                    .println(
                        routes.resolve(finding.file())
                            + ":"
                            + finding.line()
                            + ": "
                            + finding.message()));
    out()
        .println(
            count(result.files(), "file")
                + ", "
                + count(result.routes(), "route")
                + ": "
                + (result.isGood() ? "no problems" : count(result.findings().size(), "problem")));
  }

  private void printJson(RouteValidator.Result result) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    root.put("files", result.files());
    root.put("routes", result.routes());
    ArrayNode findings = root.putArray("findings");
    result
        .findings()
        .forEach(
            finding ->
                findings
                    .addObject()
                    .put("file", finding.file().toString())
                    .put("line", finding.line())
                    .put("message", finding.message()));
    out().println(json.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static Path shippedRoutes() {
    return home().resolve("routes");
  }

  private static Path home() {
    return Path.of(System.getProperty("serai.home", "."));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
