package dev.serai.broker;

import dev.serai.settings.QueueName;
import java.util.List;

/**
 * The names of the queues on the broker.
 *
 * @param requests the queue that requests come in by
 * @param dead the queue of requests that cannot succeed
 * @param unsettled the queue of uncertain creations
 * @param batches the queue that batches come in by
 * @param events the topic of state changes
 */
public record QueueNames(
    String requests, String dead, String unsettled, String batches, String events) {

  public static final QueueNames DEFAULT =
      new QueueNames(
          "serai.requests",
          "serai.requests.dead",
          "serai.unsettled",
          "serai.batches",
          "serai.events");

  public QueueNames {
    List<String> all = List.of(requests, dead, unsettled, batches, events);
    for (String name : all) {
      if (!QueueName.isOne(name)) {
        throw new IllegalArgumentException("not a name for a queue: " + name);
      }
    }
    if (all.stream().distinct().count() != all.size()) {
      throw new IllegalArgumentException("two queues with one name: " + all);
    }
  }

  List<String> queues() {
    return List.of(requests, dead, unsettled, batches);
  }
}
