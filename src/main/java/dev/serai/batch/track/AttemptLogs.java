package dev.serai.batch.track;

import dev.serai.base.DaemonThreads;
import dev.serai.batch.AttemptRef;
import dev.serai.batch.LogTail;
import dev.serai.cluster.ClusterUnavailableException;
import dev.serai.cluster.PodLogs;
import dev.serai.exchange.ExchangeNames;
import dev.serai.instance.RequestRejectedException;
import dev.serai.pod.PodContract;
import dev.serai.pod.PodOutcomes;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bean {@code batchLogs}: reads the log of an attempt while its pod exists. */
public final class AttemptLogs implements AutoCloseable {

  /** Property: the end of the log, a {@link LogTail}. */
  static final String PROPERTY = ExchangeNames.LOG_TAIL;

  private static final Logger LOG = LoggerFactory.getLogger(AttemptLogs.class);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** After this number of failures an attempt ends without its log. */
  private static final int TRIES = 8;

  private static final int CHUNK = 16 * 1024;

  private final PodLogs logs;
  private final int size;
  private final Optional<LogFolder> folder;
  private final SilentNodes nodes;
  private final AttemptRegistry attempts;
  private final ExecutorService readers =
      Executors.newCachedThreadPool(DaemonThreads.named("attempt-log"));

  /**
   * @param size how much of the end is stored, in bytes
   * @param folder for whole logs
   */
  public AttemptLogs(
      PodLogs logs, int size, Optional<Path> folder, AttemptRegistry attempts, Clock clock) {
    this.logs = Objects.requireNonNull(logs, "logs is null");
    this.attempts = Objects.requireNonNull(attempts, "attempts is null");
    this.size = size;
    this.folder = folder.map(LogFolder::new);
    this.nodes = new SilentNodes(clock);
  }

  /**
   * Reads the log and sets its end, or {@link LogTail#NONE} if there is none or it can't be read.
   *
   * @throws ClusterUnavailableException when a retry may read it
   */
  public void read(@Body PodObservation seen, Exchange exchange) {
    exchange.setProperty(PROPERTY, LogTail.NONE);
    boolean written =
        seen.what() != PodObservation.What.GONE
            && seen.pod().filter(pod -> PodOutcomes.startedAt(pod).isPresent()).isPresent();
    if (!written || (size == 0 && folder.isEmpty())) {
      return;
    }
    try {
      exchange.setProperty(PROPERTY, read(seen.ref(), seen.pod().get()));
      attempts.logSettled(seen.ref());
    } catch (RequestRejectedException e) {
      attempts.logSettled(seen.ref());
      LOG.debug("Attempt {} has no log: {}", seen.ref(), e.getMessage());
    } catch (ClusterUnavailableException e) {
      if (!isGivenUp(seen)) {
        throw e;
      }
      attempts.logSettled(seen.ref());
      LOG.warn("Attempt {} ends without its log: {}", seen.ref(), e.getMessage());
    }
  }

  private boolean isGivenUp(PodObservation seen) {
    return attempts.logFailures(seen.ref()) >= TRIES
        || nodes.isGivenUp(AttemptPods.node(seen.pod()));
  }

  /**
   * Removes the whole logs of a batch.
   *
   * @throws UncheckedIOException when some of them can't be removed
   */
  public void remove(@Body String batch) {
    if (folder.isPresent()) {
      try {
        folder.get().remove(batch);
      } catch (IOException e) {
        throw new UncheckedIOException("the logs of batch " + batch + " can't be removed", e);
      }
    }
  }

  private LogTail read(AttemptRef ref, Pod pod) {
    String node = AttemptPods.node(Optional.of(pod));
    if (!nodes.mayBeAsked(node)) {
      throw ClusterUnavailableException.notExecuted("node " + node + " returns no logs now", null);
    }
    Optional<InputStream> log;
    try {
      log = open(pod);
    } catch (ClusterUnavailableException e) {
      attempts.logFailed(ref);
      nodes.failed(node);
      throw e;
    }
    nodes.answered(node);
    return log.map(stream -> readInTime(stream, ref)).orElse(LogTail.NONE);
  }

  private Optional<InputStream> open(Pod pod) {
    // each line has at least one byte; without a folder, no more than size is needed
    OptionalInt lines = folder.isPresent() ? OptionalInt.empty() : OptionalInt.of(size);
    return logs.open(
        AttemptPods.cluster(pod),
        pod.getMetadata().getName(),
        PodContract.MAIN_CONTAINER,
        lines,
        false);
  }

  private LogTail readInTime(InputStream log, AttemptRef ref) {
    Future<LogTail> reading = readers.submit(() -> read(log, ref));
    try {
      return reading.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ClusterUnavailableException.notExecuted("interrupted while reading a log", e);
    } catch (ExecutionException | TimeoutException e) {
      reading.cancel(true);
      attempts.logFailed(ref);
      throw ClusterUnavailableException.notExecuted("the log could not be read to its end", e);
    } finally {
      close(log);
    }
  }

  private LogTail read(InputStream log, AttemptRef ref) throws IOException {
    LogEnd end = new LogEnd(Math.max(1, size));
    if (folder.isPresent()) {
      keep(folder.get(), log, end, ref);
    } else {
      copy(log, end, OutputStream.nullOutputStream());
    }
    return size == 0 ? LogTail.NONE : end.tail();
  }

  private static void keep(LogFolder folder, InputStream log, LogEnd end, AttemptRef ref)
      throws IOException {
    Path part;
    try {
      part = folder.begin(ref);
    } catch (IOException e) {
      LOG.error("The whole log of attempt {} can't be stored: {}", ref, e.toString());
      copy(log, end, OutputStream.nullOutputStream());
      return;
    }
    try {
      try (OutputStream file = Files.newOutputStream(part)) {
        copy(log, end, file);
      }
      folder.finish(part, ref);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void copy(InputStream log, LogEnd end, OutputStream whole) throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (int read = log.read(chunk); read >= 0; read = log.read(chunk)) {
      end.write(chunk, read);
      whole.write(chunk, 0, read);
    }
  }

  private static void close(InputStream log) {
    try {
      log.close();
    } catch (IOException e) {
      LOG.debug("Closing the stream of a log failed", e);
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
  }
}
