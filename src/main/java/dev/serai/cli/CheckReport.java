package dev.serai.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.alicloud.access.CheckStep;
import dev.serai.alicloud.access.CheckStep.Outcome;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The result of the check of one cluster.
 *
 * @param cluster its name where several are configured; else empty
 */
record CheckReport(String cluster, List<CheckStep> steps) {

  private static final Map<Outcome, String> MARKS =
      Map.of(Outcome.GOOD, "\u2713", Outcome.FAILED, "\u2717", Outcome.SKIPPED, "-");

  CheckReport {
    Objects.requireNonNull(cluster, "cluster is null");
    steps = List.copyOf(steps);
  }

  boolean isGood() {
    return steps.stream().allMatch(step -> step.outcome() == Outcome.GOOD);
  }

  void print(PrintStream out) {
    if (!cluster.isEmpty()) {
      out.println("Cluster " + cluster);
    }
    for (CheckStep step : steps) {
      out.println(
          MARKS.get(step.outcome())
              + " "
              + step.name()
              + ": "
              + TextTable.printable(step.detail()));
      if (!step.hint().isEmpty()) {
        out.println("    " + step.hint());
      }
    }
  }

  /** One object for one cluster; for several an object of them. */
  static ObjectNode asJson(List<CheckReport> reports) {
    if (reports.size() == 1 && reports.get(0).cluster.isEmpty()) {
      return reports.get(0).asJson();
    }
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("good", reports.stream().allMatch(CheckReport::isGood));
    ArrayNode clusters = root.putArray("clusters");
    reports.forEach(report -> clusters.add(report.asJson()));
    return root;
  }

  private ObjectNode asJson() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    if (!cluster.isEmpty()) {
      root.put("cluster", cluster);
    }
    root.put("good", isGood());
    ArrayNode list = root.putArray("steps");
    for (CheckStep step : steps) {
      ObjectNode node =
          list.addObject()
              .put("step", step.name())
              .put("outcome", step.outcome().name().toLowerCase(Locale.ROOT))
              .put("detail", step.detail());
      if (!step.hint().isEmpty()) {
        node.put("hint", step.hint());
      }
    }
    return root;
  }
}
