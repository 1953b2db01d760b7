package dev.serai.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.serai.cli.OutputFormat;
import dev.serai.cli.Shell;
import dev.serai.cli.client.ForEachId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Calls an operation on batches, and prints the outcome for each. */
abstract class ControlCommand implements Callable<Integer> {

  private final Shell shell;
  private final BiFunction<BatchApi, String, JsonNode> control;
  private final Function<JsonNode, String> done;

  @Parameters(arity = "1..*", paramLabel = "BATCH", description = "Ids or names.")
  private List<String> batches;

  @Mixin private BatchSelector choice;
  @Mixin private OutputFormat output;

  /**
   * @param control calls the operation on the batch with an id
   * @param done the text that is printed for the answer
   */
  ControlCommand(
      Shell shell,
      BiFunction<BatchApi, String, JsonNode> control,
      Function<JsonNode, String> done) {
    this.shell = Objects.requireNonNull(shell, "shell is null");
    this.control = Objects.requireNonNull(control, "control is null");
    this.done = Objects.requireNonNull(done, "done is null");
  }

  static List<CommandLine> each(Shell shell) {
    return List.of(
        new CommandLine(new Cancel(shell)),
        new CommandLine(new Pause(shell)),
        new CommandLine(new Resume(shell)),
        new CommandLine(new Retry(shell)),
        new CommandLine(new Delete(shell)));
  }

  @Override
  public Integer call() {
    BatchApi api = choice.api(shell);
    return ForEachId.of(
        batches,
        shell,
        batch -> {
          JsonNode answer = control.apply(api, api.id(batch));
          shell
              .out()
              .println(output.isJson() ? answer.toString() : batch + " " + done.apply(answer));
        });
  }

  @Command(
      name = "cancel",
      description = "Cancels batches: queued items never run, running ones are stopped.")
  static final class Cancel extends ControlCommand {

    Cancel(Shell shell) {
      super(
          shell,
          (api, id) -> api.control(id, "cancel"),
          answer ->
              answer.path("state").asText().equals("CANCELLED")
                  ? "cancelled"
                  : "is being cancelled");
    }
  }

  @Command(
      name = "pause",
      description = "Pauses batches: no more items are started; running ones continue.")
  static final class Pause extends ControlCommand {

    Pause(Shell shell) {
      super(shell, (api, id) -> api.control(id, "pause"), answer -> "paused");
    }
  }

  @Command(name = "resume", description = "Resumes paused batches.")
  static final class Resume extends ControlCommand {

    Resume(Shell shell) {
      super(shell, (api, id) -> api.control(id, "resume"), answer -> "resumed");
    }
  }

  @Command(
      name = "retry",
      description = {
        "Retries the failed items of batches, and only those.",
        "Cancelled items stay cancelled; the deadline of a batch that had ended no longer counts."
      },
      footer = {"", "For example: ./serai batch retry sweep --owner research"})
  static final class Retry extends ControlCommand {

    Retry(Shell shell) {
      super(
          shell,
          (api, id) -> api.control(id, "retry"),
          answer -> retried(answer.path("retried").asLong()));
    }

    private static String retried(long items) {
      return items == 0
          ? "has no failed item"
          : "%d %s queued for retry".formatted(items, items == 1 ? "item" : "items");
    }
  }

  @Command(
      name = "delete",
      description = "Deletes batches that have ended, with their items and logs.")
  static final class Delete extends ControlCommand {

    Delete(Shell shell) {
      super(shell, BatchApi::delete, answer -> "deleted");
    }
  }
}
