package dev.serai.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.server.ConfigurationCheck;
import dev.serai.server.ConfigurationCheck.EnvironmentRow;
import dev.serai.settings.Settings;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the environments that a server would offer, and what is wrong with the other files. */
@Command(
    name = "environments",
    description = "Lists and checks the environments of the settings, without a server.",
    footer = {
      "",
      "Problems are written to the standard error, one line each; with --output json they are",
      "among the findings."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no problems",
      "1:files that can't be used, one line each",
      "2:no such directory, or a wrong setting"
    })
final class EnvironmentsCommand implements Callable<Integer> {

  private final Shell shell;

  @Mixin private ConfigurationFolders folders;
  @Mixin private OutputFormat output;

  EnvironmentsCommand(Shell shell) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
  }

  @Override
  public Integer call() {
    Settings settings = folders.settings(shell);
    ConfigurationCheck found =
        ConfigurationCheck.of(folders.environments(settings), folders.podTemplates(settings));
    if (output.isJson()) {
      shell.out().println(asJson(found).toPrettyString());
    } else {
      table(found).print(shell.out());
      found.findings().forEach(finding -> shell.err().println(finding));
    }
    return (found.findings().isEmpty() ? ExitCode.OK : ExitCode.ERROR).number();
  }

  private static TextTable table(ConfigurationCheck found) {
    TextTable table = new TextTable("ENVIRONMENT", "IMAGE", "POD TEMPLATE", "TTL", "FILE");
    for (EnvironmentRow row : found.environments()) {
      table.row(
          row.name() + "@" + row.version(),
          row.image(),
          row.podTemplate(),
          row.ttl(),
          row.file().getFileName().toString());
    }
    return table;
  }

  private static ObjectNode asJson(ConfigurationCheck found) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode environments = root.putArray("environments");
    for (EnvironmentRow row : found.environments()) {
      environments
          .addObject()
          .put("name", row.name())
          .put("version", row.version())
          .put("image", row.image())
          .put("podTemplate", row.podTemplate())
          .put("ttl", row.ttl())
          .put("file", row.file().toString());
    }
    ValidateCommand.add(found.findings(), root.putArray("findings"));
    return root;
  }
}
