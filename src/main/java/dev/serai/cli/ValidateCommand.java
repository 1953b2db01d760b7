package dev.serai.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.route.Finding;
import dev.serai.route.RouteValidator;
import dev.serai.server.ConfigurationCheck;
import dev.serai.server.RoutesCheck;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks configuration files without starting anything, for people and for integration builds. */
@Command(
    name = "validate",
    description = "Checks route files, environments and pod templates, without a server.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Of the route files: YAML, steps, components, options, beans and methods,",
      "classes, placeholders and links. When nothing is wrong, Camel loads them,",
      "without starting them.",
      "",
      "With DIR alone, only routes are checked. A warning (a missing shipped route,",
      "a file that is not read, an unknown property or header of Serai) does not",
      "change the exit code."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no problems",
      "1:problems, one line each",
      "2:no such directory, no *.camel.yaml file in it, or a wrong setting"
    })
public final class ValidateCommand implements Callable<Integer> {

  enum Output {
    text,
    json
  }

  private final Shell shell;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "Folder of *.camel.yaml files. Default: that of the settings.")
  private Path directory;

  @Mixin private ConfigurationFolders folders;

  @Option(
      names = {"--output", "-o"},
      defaultValue = "text",
      description = "text, or json for programs. Default: text.")
  private Output output;

  ValidateCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() throws JsonProcessingException {
    Settings settings = folders.settings(shell);
    Path routes =
        ConfigurationFolders.existing(
            Optional.ofNullable(directory).orElseGet(() -> settings.path(Setting.ROUTES)));
    Optional<ConfigurationCheck> configuration =
        directory == null || folders.isGiven()
            ? Optional.of(
                ConfigurationCheck.of(
                    folders.environments(settings), folders.podTemplates(settings)))
            : Optional.empty();
    RouteValidator.Result result;
    try {
      result = RoutesCheck.of(routes, settings);
    } catch (UncheckedIOException e) {
      throw new CommandFailedException(ExitCode.USAGE, e.getMessage());
    }
    if (result.files() == 0) {
      throw new CommandFailedException(ExitCode.USAGE, "no *.camel.yaml file in " + routes);
    }
    if (output == Output.json) {
      printJson(result, configuration);
    } else {
      printText(routes, result, configuration);
    }
    out().flush();
    boolean good =
        result.isGood()
            && configuration.map(ConfigurationCheck::findings).map(List::isEmpty).orElse(true);
    return (good ? ExitCode.OK : ExitCode.ERROR).number();
  }

  private void printText(
      Path routes, RouteValidator.Result result, Optional<ConfigurationCheck> configuration) {
    result.findings().forEach(finding -> out().println(line(routes, finding, "")));
    configuration
        .map(ConfigurationCheck::findings)
        .orElse(List.of())
        .forEach(finding -> out().println(finding));
    result.warnings().forEach(warning -> out().println(line(routes, warning, "warning: ")));
    int problems =
        result.findings().size() + configuration.map(found -> found.findings().size()).orElse(0);
    int warnings = result.warnings().size();
    out()
        .println(
            count(result.files(), "file")
                + ", "
                + count(result.routes(), "route")
                + configuration.map(ValidateCommand::counts).orElse("")
                + ": "
                + (problems == 0 ? "no problems" : count(problems, "problem"))
                + (warnings == 0 ? "" : ", " + count(warnings, "warning")));
  }

  private static String line(Path routes, Finding finding, String kind) {
    return new Finding(routes.resolve(finding.file()), finding.line(), kind + finding.message())
        .toString();
  }

  private static String counts(ConfigurationCheck found) {
    return ", "
        + count(found.environments().size(), "environment")
        + ", "
        + count(found.podTemplates().size(), "pod template");
  }

  private void printJson(RouteValidator.Result result, Optional<ConfigurationCheck> configuration)
      throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    ObjectNode root = json.createObjectNode();
    root.put("files", result.files());
    root.put("routes", result.routes());
    ArrayNode findings = root.putArray("findings");
    add(result.findings(), findings);
    configuration.ifPresent(
        found -> {
          root.put("environments", found.environments().size());
          root.put("podTemplates", found.podTemplates().size());
          add(found.findings(), findings);
        });
    add(result.warnings(), root.putArray("warnings"));
    out().println(json.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }

  /** The findings as both commands that check files show them. */
  static void add(List<Finding> findings, ArrayNode into) {
    findings.forEach(
        finding ->
            into.addObject()
                .put("file", finding.file().toString())
                .put("line", finding.line())
                .put("message", finding.message()));
  }

  static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
