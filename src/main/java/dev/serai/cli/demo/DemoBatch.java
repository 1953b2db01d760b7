package dev.serai.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.serai.cli.Shell;
import dev.serai.cli.batch.BatchApi;
import dev.serai.cli.batch.BatchFollower;
import dev.serai.cli.client.ApiClient;
import dev.serai.cli.client.ApiResponse;
import dev.serai.cli.watch.BatchView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The batch of the demo: some of its items fail once, and a few always. */
final class DemoBatch {

  private static final String NAME = "two-hundred";

  static final int ITEMS = 200;

  /** Every tenth item fails at its first attempt. */
  private static final int FAILING_ONCE = 10;

  /** Every fiftieth fails at all of them. */
  private static final int FAILING = 50;

  private static final String MEDIA_TYPE = "application/x-ndjson";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Shell shell;
  private final BatchApi api;
  private final Path document;

  DemoBatch(Shell shell, DemoServer server) throws IOException {
    this.shell = Objects.requireNonNull(shell, "shell is null");
    this.api = new BatchApi(new ApiClient(server.address(), Optional.empty()), "");
    this.document = Files.write(server.folder().resolve(NAME + ".ndjson"), lines());
  }

  /** Submits it; a second time it is the same. */
  ApiResponse submit() {
    return api.client().send(ApiClient.path("batches"), document, MEDIA_TYPE, NAME);
  }

  /** Shows how it goes, and returns it as it has ended. */
  BatchView follow(BatchView submitted) {
    return new BatchFollower(api, shell, Optional.empty()).follow(submitted, false);
  }

  /** How the items should end. */
  static String expected() {
    int failing = ITEMS / FAILING;
    int once = ITEMS / FAILING_ONCE - failing;
    return said(ITEMS - once - failing, once, failing, ITEMS);
  }

  /** How the items have ended, by their attempts. */
  String seen(String id) {
    List<JsonNode> items = new ArrayList<>();
    api.items(id, "", Long.MAX_VALUE, items::add);
    return said(
        count(items, "SUCCEEDED", 1),
        count(items, "SUCCEEDED", 2),
        count(items, "FAILED", 2),
        items.size());
  }

  private static String said(long atOnce, long atTheSecond, long never, int all) {
    return "%d at once, %d at the second attempt, %d never; %d in all"
        .formatted(atOnce, atTheSecond, never, all);
  }

  private static long count(List<JsonNode> items, String state, int attempt) {
    return items.stream()
        .filter(item -> item.path("state").asText().equals(state))
        .filter(item -> item.path("attempt").asInt() == attempt)
        .count();
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    ObjectNode header = JSON.createObjectNode();
    header.put("name", NAME).put("owner", "demo").put("parallelism", 100);
    header.put("maxAttempts", 2).put("backoff", "500ms");
    header.putArray("retryOn").add("infrastructure").add("failure");
    header.putObject("defaults").put("envName", "flaky@1.0.0");
    lines.add(header.toString());
    for (int i = 1; i <= ITEMS; i++) {
      ObjectNode item = JSON.createObjectNode();
      item.put("id", "item-" + i);
      int failing = i % FAILING == 0 ? 2 : i % FAILING_ONCE == 0 ? 1 : 0;
      item.putObject("environment_variables").put("FAILING_ATTEMPTS", String.valueOf(failing));
      lines.add(item.toString());
    }
    return lines;
  }
}
