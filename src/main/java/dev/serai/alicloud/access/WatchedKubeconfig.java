package dev.serai.alicloud.access;

import dev.serai.base.Sha256;
import io.fabric8.kubernetes.client.Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kubeconfig file that is reread when it changes, or when a certificate, key or CA file that it
 * names does. The client itself runs an {@code exec} user's command again when a token expires.
 */
final class WatchedKubeconfig implements ClusterCredentials {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedKubeconfig.class);
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Path file;
  private final Clock clock;
  private final RenewalScheduler timer;
  private final CredentialMetrics meters;
  private final RenewalListeners listeners = new RenewalListeners();
  private final ReentrantLock work = new ReentrantLock();
  private volatile Kubeconfig current;
  private final AtomicInteger generation = new AtomicInteger();
  private volatile Optional<String> failure = Optional.empty();
  private byte[] seen;

  /**
   * Reads the file.
   *
   * @throws IllegalStateException when that can't be done, or its certificate has expired
   */
  WatchedKubeconfig(Path file, Clock clock, RenewalScheduler timer, MeterRegistry registry) {
    this.file = Objects.requireNonNull(file, "file is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.timer = Objects.requireNonNull(timer, "timer is null");
    this.current = read(file, clock.instant());
    refuseExpired(file, current, clock.instant());
    this.seen = digest(current);
    this.meters =
        new CredentialMetrics(registry, file.getFileName().toString(), clock, this::status);
    timer.after(LOOK, this::look);
  }

  @Override
  public String source() {
    return "kubeconfig " + file;
  }

  @Override
  public Config config() {
    return current.copy();
  }

  /** Reads the file, even if it is unchanged: an {@code exec} user's command is run again then. */
  @Override
  public Config renew() {
    int rejected = generation.get();
    work.lock();
    try {
      if (generation.get() == rejected) {
        exchange();
      }
    } finally {
      work.unlock();
    }
    return config();
  }

  @Override
  public void onRenewed(Consumer<Config> listener) {
    listeners.add(listener);
  }

  @Override
  public CredentialStatus status() {
    return CredentialStatus.of(current, failure);
  }

  @Override
  public void close() {
    timer.close();
  }

  private void look() {
    work.lock();
    try {
      byte[] now = digest(current);
      if (!Arrays.equals(now, seen)) {
        exchange();
      }
    } finally {
      work.unlock();
      timer.after(LOOK, this::look);
    }
  }

  private void exchange() {
    byte[] before = digest(current);
    try {
      Kubeconfig fresh = read(file, clock.instant());
      current = fresh;
      generation.incrementAndGet();
      seen = digest(fresh);
      failure = Optional.empty();
      meters.renewed();
      LOG.info("Read the kubeconfig {} again", file);
      timer.after(Duration.ZERO, () -> listeners.publish(fresh));
    } catch (IllegalStateException e) {
      // the same broken file is not read again
      seen = before;
      failure = Optional.of(e.getMessage());
      meters.failed();
      LOG.warn("{}; the earlier one stays", e.getMessage());
    }
  }

  /**
   * The file's kubeconfig.
   *
   * @throws IllegalStateException when it can't be read, or is none
   */
  static Kubeconfig read(Path file, Instant now) {
    if (!Files.isReadable(file)) {
      throw new IllegalStateException("the kubeconfig " + file + " can't be read");
    }
    try {
      Config config = Config.fromKubeconfig(file.toFile());
      return Kubeconfig.of(config, now, Optional.empty());
    } catch (RuntimeException e) {
      // the parser's message may quote the file, which holds keys
      throw new IllegalStateException("the kubeconfig " + file + " is not valid");
    }
  }

  /** At the start alone: later the next one may come at any moment. */
  private static void refuseExpired(Path file, Kubeconfig kubeconfig, Instant now) {
    kubeconfig
        .expires()
        .filter(end -> !end.isAfter(now))
        .ifPresent(
            end -> {
              throw new IllegalStateException("the kubeconfig " + file + " has expired at " + end);
            });
  }

  /** Of the file and of the files it names; one that can't be read counts as empty. */
  private byte[] digest(Kubeconfig kubeconfig) {
    MessageDigest digest = Sha256.digest();
    for (Path path : files(kubeconfig.content())) {
      digest.update(path.toString().getBytes(StandardCharsets.UTF_8));
      digest.update(bytes(path));
    }
    return digest.digest();
  }

  private List<Path> files(Config config) {
    return Stream.concat(
            Stream.of(file),
            Stream.of(
                    Optional.ofNullable(config.getClientCertFile()),
                    Optional.ofNullable(config.getClientKeyFile()),
                    Optional.ofNullable(config.getCaCertFile()))
                .flatMap(Optional::stream)
                .map(Path::of))
        .toList();
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
