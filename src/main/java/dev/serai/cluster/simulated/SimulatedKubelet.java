package dev.serai.cluster.simulated;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Simulates scheduler and kubelet: moves pods from Pending to their end, by timers. */
final class SimulatedKubelet {

  private static final int KILLED = 137;

  private final Vertx vertx;
  private final ObjectStore store;
  private final EventRecorder events;
  private final SimulationTiming timing;
  private final Clock clock;
  private final Map<String, ContainerLifecycle> lives = new HashMap<>();
  private int addresses;

  SimulatedKubelet(
      Vertx vertx, ObjectStore store, EventRecorder events, SimulationTiming timing, Clock clock) {
    this.vertx = vertx;
    this.store = store;
    this.events = events;
    this.timing = timing;
    this.clock = clock;
    store.listen(Resource.PODS, this::changed);
  }

  Optional<ContainerLifecycle> of(String uid) {
    return Optional.ofNullable(lives.get(uid));
  }

  int count() {
    return lives.size();
  }

  int followers() {
    return lives.values().stream().mapToInt(life -> life.followers.size()).sum();
  }

  private void changed(ObjectChange change) {
    StoredObject pod = change.after();
    if (change.deleted()) {
      ContainerLifecycle life = lives.remove(pod.uid());
      if (life != null) {
        cancel(life);
        life.end(System.nanoTime());
      }
    } else if (change.before().isEmpty()) {
      ContainerLifecycle life = new ContainerLifecycle(pod.namespace(), pod.name(), pod.uid());
      lives.put(pod.uid(), life);
      step(life, timing.schedule(), this::schedule);
    }
  }

  private void schedule(ContainerLifecycle life, Pod pod) {
    SimulatedRun simulation = SimulatedRun.of(pod);
    if (simulation.unschedulable()) {
      String why = "0/1 nodes are available: 1 Insufficient cpu.";
      PodStatuses.unschedulable(pod, why, now());
      store.put(Resource.PODS, pod);
      events.warning(pod, "FailedScheduling", why);
      return;
    }
    PodStatuses.creating(pod, now());
    store.put(Resource.PODS, pod);
    events.normal(
        pod,
        "Scheduled",
        "Successfully assigned %s/%s to %s".formatted(life.namespace, life.name, PodStatuses.NODE));
    life.scheduledNanos = System.nanoTime();
    watchDeadline(life, pod.getSpec().getActiveDeadlineSeconds());
    step(life, timing.start(), this::start);
  }

  private void start(ContainerLifecycle life, Pod pod) {
    SimulatedRun simulation = SimulatedRun.of(pod);
    for (Container container : pod.getSpec().getContainers()) {
      Optional<String> error = simulation.imageErrorOf(container);
      if (error.isPresent()) {
        pullFails(life, pod, container, error.get());
        return;
      }
    }
    int n = ++addresses;
    String address = "10.%d.%d.%d".formatted(64 + (n >> 16) % 64, (n >> 8) & 255, n & 255);
    PodStatuses.running(pod, address, now());
    life.startedAt = clock.instant();
    life.startedNanos = System.nanoTime();
    life.started = true;
    store.put(Resource.PODS, pod);
    for (Container container : pod.getSpec().getContainers()) {
      events.normal(
          pod,
          "Pulled",
          "Container image \"%s\" already present on machine".formatted(container.getImage()));
      events.normal(pod, "Created", "Created container " + container.getName());
      events.normal(pod, "Started", "Started container " + container.getName());
    }
    simulation.runFor().ifPresent(time -> step(life, time, this::runsOut));
  }

  private void runsOut(ContainerLifecycle life, Pod pod) {
    SimulatedRun simulation = SimulatedRun.of(pod);
    switch (simulation.end().orElse("")) {
      case "Evicted" -> {
        pod.getStatus().setReason("Evicted");
        pod.getStatus().setMessage("The node was low on resource: memory. ");
        end(life, pod, KILLED, true);
      }
      case "NodeLost" -> {
        pod.getStatus().setReason("NodeLost");
        pod.getStatus()
            .setMessage(
                "Node %s which was running pod %s is unresponsive"
                    .formatted(PodStatuses.NODE, life.name));
        pod.getMetadata().setDeletionTimestamp(now());
        pod.getMetadata().setDeletionGracePeriodSeconds(0L);
        store.put(Resource.PODS, pod);
      }
      case "OOMKilled" -> {
        PodStatuses.ended(pod, KILLED, false, "OOMKilled", now());
        finish(life, pod);
      }
      case "Deleted" ->
          store
              .find(Resource.PODS, life.namespace, life.name)
              .ifPresent(stored -> delete(stored, Optional.empty()));
      default -> end(life, pod, simulation.exitCodeOf(pod), false);
    }
  }

  private void pullFails(ContainerLifecycle life, Pod pod, Container container, String reason) {
    String image = container.getImage();
    String message =
        "rpc error: code = NotFound desc = failed to pull and unpack image \"%s\": not found"
            .formatted(image);
    PodStatuses.waiting(pod, reason, message);
    store.put(Resource.PODS, pod);
    events.normal(pod, "Pulling", "Pulling image \"%s\"".formatted(image));
    events.warning(pod, "Failed", "Failed to pull image \"%s\": %s".formatted(image, message));
    events.warning(pod, "Failed", "Error: " + reason);
    if ("ErrImagePull".equals(reason)) {
      step(
          life,
          timing.start(),
          (l, p) -> {
            String backOff = "Back-off pulling image \"%s\"".formatted(image);
            PodStatuses.waiting(p, "ImagePullBackOff", backOff);
            store.put(Resource.PODS, p);
            events.normal(p, "BackOff", backOff);
            events.warning(p, "Failed", "Error: ImagePullBackOff");
          });
    }
  }

  private void end(ContainerLifecycle life, Pod pod, int exitCode, boolean killed) {
    PodStatuses.ended(pod, exitCode, killed, "Error", now());
    finish(life, pod);
  }

  private void finish(ContainerLifecycle life, Pod pod) {
    cancel(life);
    life.end(System.nanoTime());
    store.put(Resource.PODS, pod);
  }

  /** Counts from the time the pod got its node, as a kubelet does. */
  void watchDeadline(ContainerLifecycle life, Long seconds) {
    life.deadline.ifPresent(vertx::cancelTimer);
    life.deadline = Optional.empty();
    if (seconds == null || life.scheduledNanos == 0 || life.ended) {
      return;
    }
    Duration gone = Duration.ofNanos(System.nanoTime() - life.scheduledNanos);
    life.deadline = Optional.of(after(life, Duration.ofSeconds(seconds).minus(gone), this::late));
  }

  private void late(ContainerLifecycle life, Pod pod) {
    if (pod.getMetadata().getDeletionTimestamp() != null) {
      // it ends by its deletion, whose next step must not be cancelled
      return;
    }
    pod.getStatus().setReason("DeadlineExceeded");
    pod.getStatus().setMessage("Pod was active on the node longer than the specified deadline");
    events.normal(
        pod, "DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
    if (life.started) {
      end(life, pod, KILLED, true);
    } else {
      cancel(life);
      life.end(System.nanoTime());
      pod.getStatus().setPhase("Failed");
      store.put(Resource.PODS, pod);
    }
  }

  /**
   * Begins a deletion, or shortens one that has begun.
   *
   * @param seconds the pod's own grace period if empty
   * @return the pod as it was left, gone already if nothing runs in it
   */
  StoredObject delete(StoredObject stored, Optional<Long> seconds) {
    Pod pod = stored.as(Pod.class);
    long grace = seconds.orElse(pod.getSpec().getTerminationGracePeriodSeconds());
    if (pod.getSpec().getNodeName() == null || PodStatuses.terminal(pod)) {
      grace = 0;
    }
    var meta = pod.getMetadata();
    if (grace <= 0) {
      return store.remove(stored);
    }
    boolean again = meta.getDeletionTimestamp() != null;
    if (again && meta.getDeletionGracePeriodSeconds() <= grace) {
      return stored;
    }
    meta.setDeletionTimestamp(seconds(clock.instant().plusSeconds(grace)));
    meta.setDeletionGracePeriodSeconds(grace);
    StoredObject left = store.put(Resource.PODS, pod);
    ContainerLifecycle life = lives.get(stored.uid());
    if (!again) {
      for (Container container : pod.getSpec().getContainers()) {
        events.normal(pod, "Killing", "Stopping container " + container.getName());
      }
    }
    Duration whole = Duration.ofSeconds(grace);
    step(life, timing.stop().compareTo(whole) < 0 ? timing.stop() : whole, this::stopped);
    return left;
  }

  private void stopped(ContainerLifecycle life, Pod pod) {
    if (life.started && !life.ended) {
      end(life, pod, 143, true);
    }
    store.find(Resource.PODS, life.namespace, life.name).ifPresent(store::remove);
  }

  private void step(
      ContainerLifecycle life, Duration delay, BiConsumer<ContainerLifecycle, Pod> action) {
    life.step.ifPresent(vertx::cancelTimer);
    life.step = Optional.of(after(life, delay, action));
  }

  private long after(
      ContainerLifecycle life, Duration delay, BiConsumer<ContainerLifecycle, Pod> action) {
    long millis = Math.max(1, delay.toMillis());
    return vertx.setTimer(
        millis,
        timer ->
            store
                .pod(life.namespace, life.name, life.uid)
                .ifPresent(pod -> action.accept(life, pod)));
  }

  private void cancel(ContainerLifecycle life) {
    life.step.ifPresent(vertx::cancelTimer);
    life.deadline.ifPresent(vertx::cancelTimer);
    life.step = Optional.empty();
    life.deadline = Optional.empty();
  }

  private String now() {
    return seconds(clock.instant());
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static List<String> names(Pod pod) {
    return pod.getSpec().getContainers().stream().map(Container::getName).toList();
  }
}
