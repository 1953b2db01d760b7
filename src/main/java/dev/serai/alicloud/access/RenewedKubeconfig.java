package dev.serai.alicloud.access;

import dev.serai.alicloud.api.CloudApiException;
import dev.serai.settings.InvalidSettingException;
import io.fabric8.kubernetes.client.Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A kubeconfig in memory that is replaced by a new one before it expires. Where the first one is
 * not available yet, it is retried until it is.
 */
final class RenewedKubeconfig implements ClusterCredentials {

  private static final Logger LOG = LoggerFactory.getLogger(RenewedKubeconfig.class);
  // a kubeconfig that is rejected when it is as new as that is rejected for another reason
  private static final Duration LEAST_AGE = Duration.ofSeconds(5);

  private final String source;
  private final KubeconfigIssuer issuer;
  private final RenewalTimes times;
  private final Clock clock;
  private final RenewalScheduler timer;
  private final CredentialMetrics meters;
  private final RenewalListeners listeners = new RenewalListeners();
  private final ReentrantLock work = new ReentrantLock();
  private volatile Optional<Kubeconfig> current = Optional.empty();
  private final AtomicInteger generation = new AtomicInteger();
  private volatile Optional<String> failure = Optional.empty();
  private Instant lastTry;
  private int failures;

  /**
   * Gets the first kubeconfig, or keeps retrying.
   *
   * @throws CloudApiException when there is none, for a permanent reason
   */
  RenewedKubeconfig(
      String source,
      String cluster,
      KubeconfigIssuer issuer,
      RenewalTimes times,
      Clock clock,
      RenewalScheduler timer,
      MeterRegistry registry) {
    this.source = Objects.requireNonNull(source, "source is null");
    this.issuer = Objects.requireNonNull(issuer, "issuer is null");
    this.times = Objects.requireNonNull(times, "times is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
    this.timer = Objects.requireNonNull(timer, "timer is null");
    this.lastTry = clock.instant();
    this.meters = new CredentialMetrics(registry, cluster, clock, this::status);
    begin();
  }

  private void begin() {
    try {
      Kubeconfig first = issuer.issue();
      current = Optional.of(first);
      awaitRenewal(first);
    } catch (CloudApiException e) {
      if (!e.isTemporary()) {
        throw e;
      }
      failed(e.getMessage());
      awaitFirst();
    }
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public Config config() {
    return current
        .map(Kubeconfig::copy)
        .orElseThrow(() -> new IllegalStateException("there is no " + source + " yet"));
  }

  @Override
  public Config renew() {
    int rejected = generation.get();
    work.lock();
    try {
      boolean soonAfterAnother =
          Duration.between(lastTry, clock.instant()).compareTo(LEAST_AGE) < 0;
      if (generation.get() == rejected && !soonAfterAnother) {
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
    return current
        .map(kubeconfig -> CredentialStatus.of(kubeconfig, failure))
        .orElseGet(() -> CredentialStatus.missing(failure));
  }

  @Override
  public void close() {
    timer.close();
    issuer.close();
  }

  private void awaitFirst() {
    timer.after(
        times.untilFirst(failures),
        () -> {
          work.lock();
          try {
            if (current.isEmpty() && !exchange()) {
              awaitFirst();
            }
          } finally {
            work.unlock();
          }
        });
  }

  private void awaitRenewal(Kubeconfig kubeconfig) {
    int due = generation.get();
    kubeconfig
        .expires()
        .ifPresent(
            end ->
                timer.after(
                    times.untilRenewal(clock.instant(), kubeconfig.issued(), end),
                    () -> renewInTime(due)));
  }

  private void renewInTime(int due) {
    work.lock();
    try {
      // after a 401 it was renewed already, and its renewal is scheduled separately
      if (generation.get() == due && !exchange()) {
        Instant end = current.flatMap(Kubeconfig::expires).orElseThrow();
        timer.after(times.untilRetry(clock.instant(), failures, end), () -> renewInTime(due));
      }
    } finally {
      work.unlock();
    }
  }

  /** Whether there is a new one now. */
  private boolean exchange() {
    lastTry = clock.instant();
    try {
      Kubeconfig fresh = issuer.issue();
      boolean first = current.isEmpty();
      current = Optional.of(fresh);
      generation.incrementAndGet();
      failure = Optional.empty();
      failures = 0;
      if (first) {
        LOG.info("Got the {}; {}", source, expiry(fresh));
      } else {
        meters.renewed();
        LOG.info("Renewed the {}; {}", source, expiry(fresh));
      }
      timer.after(Duration.ZERO, () -> listeners.publish(fresh));
      awaitRenewal(fresh);
      return true;
    } catch (CloudApiException | InvalidSettingException e) {
      return failed(e.getMessage());
    } catch (RuntimeException e) {
      // an error of this program, which must not end the renewals; its message is not known to be
      // free of secrets
      return failed("an unexpected " + e.getClass().getName());
    }
  }

  private boolean failed(String why) {
    failures++;
    failure = Optional.of(why);
    meters.failed();
    if (current.isPresent()) {
      LOG.warn("The {} was not renewed: {}; {}", source, why, expiry(current.get()));
    } else if (failures == 1) {
      // /health has the details
      LOG.warn("No {} yet; retrying: {}", source, why);
    }
    return false;
  }

  private static String expiry(Kubeconfig kubeconfig) {
    return kubeconfig.expires().map(end -> "it is valid until " + end).orElse("it has no end");
  }
}
