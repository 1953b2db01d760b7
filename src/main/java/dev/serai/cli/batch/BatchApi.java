package dev.serai.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.client.ApiClient;
import dev.serai.cli.client.ApiResult;
import dev.serai.cli.watch.BatchView;
import dev.serai.instance.BatchIdFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The server's paths for batches.
 *
 * @param owner whose batches are meant by their names; may be empty
 */
public record BatchApi(ApiClient client, String owner) {

  private static final int PAGE = 1000;

  public BatchApi {
    Objects.requireNonNull(client, "client is null");
    Objects.requireNonNull(owner, "owner is null");
  }

  /** The batch of an id or a name. */
  BatchView get(String idOrName) {
    String path = ApiClient.withQuery(ApiClient.path("batches", idOrName), Map.of("owner", owner));
    return new BatchView(known(() -> client.get(path)).data());
  }

  /** The id of a batch that may be given by its name. */
  String id(String idOrName) {
    return BatchIdFormat.matches(idOrName) ? idOrName : get(idOrName).id();
  }

  /** Calls the consumer with each batch, newest first. */
  void batches(String state, long limit, Consumer<JsonNode> each) {
    pages(ApiClient.path("batches"), Map.of("owner", owner, "state", state), limit, each);
  }

  /** Calls the consumer with each item of a batch, in order. */
  public void items(String id, String state, long limit, Consumer<JsonNode> each) {
    pages(ApiClient.path("batches", id, "items"), Map.of("state", state), limit, each);
  }

  /** An item with its attempts. */
  JsonNode item(String id, String item) {
    return known(() -> client.get(ApiClient.path("batches", id, "items", item))).data();
  }

  /** Calls an operation on a batch, such as {@code cancel}. */
  JsonNode control(String id, String what) {
    return known(() -> client.post(ApiClient.path("batches", id, what))).data();
  }

  JsonNode delete(String id) {
    return known(() -> client.delete(ApiClient.path("batches", id))).data();
  }

  private void pages(String path, Map<String, String> query, long limit, Consumer<JsonNode> each) {
    Optional<String> after = Optional.of("");
    long left = limit;
    while (after.isPresent() && left > 0) {
      Map<String, String> page = new LinkedHashMap<>(query);
      page.put("limit", Long.toString(Math.min(PAGE, left)));
      page.put("after", after.get());
      String uri = ApiClient.withQuery(path, page);
      JsonNode data = known(() -> client.get(uri)).data();
      for (JsonNode row : data.path("items")) {
        if (left > 0) {
          left--;
          each.accept(row);
        }
      }
      after = Optional.of(data.path("next").asText("")).filter(next -> !next.isEmpty());
    }
  }

  private ApiResult known(Supplier<ApiResult> call) {
    try {
      return call.get();
    } catch (CommandFailedException e) {
      throw isOfAnOlderServer(e.getMessage()) ? olderServer() : inTermsOfOptions(e);
    }
  }

  /** The server speaks of its query. */
  private static CommandFailedException inTermsOfOptions(CommandFailedException e) {
    String message = e.getMessage().replace("owner in ?owner=", "owner in --owner");
    return message.equals(e.getMessage())
        ? e
        : new CommandFailedException(e.exitCode(), message, e);
  }

  /** Whether a refusal means that the server serves no batches at all. */
  static boolean isOfAnOlderServer(String message) {
    return message.startsWith("path \"/batches");
  }

  CommandFailedException olderServer() {
    return new CommandFailedException(
        ExitCode.ERROR,
        "the server at " + client.server() + " has no batches; it is older than this command");
  }
}
