package dev.serai.server;

import dev.serai.environment.EnvironmentFiles;
import dev.serai.environment.FileProblem;
import dev.serai.instance.Ttl;
import dev.serai.pod.PodTemplates;
import dev.serai.route.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the folders of environments and pod templates without starting a server.
 *
 * @param environments the valid environments
 * @param podTemplates names of the valid pod templates
 * @param findings errors of the other files; their paths include the folder
 */
public record ConfigurationCheck(
    List<EnvironmentRow> environments, List<String> podTemplates, List<Finding> findings) {

  public ConfigurationCheck {
    environments = List.copyOf(environments);
    podTemplates = List.copyOf(podTemplates);
    findings = List.copyOf(findings);
  }

  /**
   * An environment in a list; neither variables nor arguments, which may be secrets.
   *
   * @param ttl empty for serai.max-ttl
   */
  public record EnvironmentRow(
      String name, String version, String image, String podTemplate, String ttl, Path file) {}

  /** Reads both folders as the server would. */
  public static ConfigurationCheck of(Path environments, Path podTemplates) {
    List<Finding> findings = new ArrayList<>();
    PodTemplates templates = PodTemplates.readOnce(podTemplates);
    Set<String> there = new TreeSet<>(templates.names());
    // a broken template is reported once, and not for each environment that names it
    templates.problems().forEach(problem -> there.add(PodTemplates.nameOf(problem.file())));
    EnvironmentFiles files =
        EnvironmentFiles.read(environments, ClusterModules.ofEnvironments(), there);
    templates.problems().forEach(problem -> findings.add(finding(problem)));
    files.problems().forEach(problem -> findings.add(finding(problem)));
    return new ConfigurationCheck(
        files.files().stream().map(ConfigurationCheck::row).toList(),
        List.copyOf(templates.names()),
        findings);
  }

  private static EnvironmentRow row(EnvironmentFiles.EnvironmentFile file) {
    return new EnvironmentRow(
        file.env().ref().name(),
        file.env().ref().version(),
        file.env().main().image(),
        file.env().pod().template(),
        file.env().pod().ttl().map(Ttl::toString).orElse(""),
        file.file());
  }

  private static Finding finding(FileProblem problem) {
    return new Finding(problem.file(), problem.line(), problem.reason());
  }
}
