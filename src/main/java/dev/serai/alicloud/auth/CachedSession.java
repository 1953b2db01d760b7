package dev.serai.alicloud.auth;

import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Uses a session for most of its life, and until it expires where no other is available. The
 * providers of credentials-java 1.0.3 treat one that expires within 15 minutes as stale: they
 * request another at each use, and fail when they get none.
 */
final class CachedSession implements AlibabaCloudCredentialsProvider {

  private static final double PART_OF_LIFE = 0.8;
  // a call that is signed with it has to arrive
  private static final Duration RESERVE = Duration.ofSeconds(5);

  private record Session(CredentialModel credentials, Instant since, Instant end) {

    boolean isFresh(Instant now) {
      long life = Duration.between(since, end).toMillis();
      return now.isBefore(since.plusMillis((long) (life * PART_OF_LIFE)));
    }

    boolean isGood(Instant now) {
      return now.isBefore(end.minus(RESERVE));
    }
  }

  private final AlibabaCloudCredentialsProvider sessions;
  private final Clock clock;
  private Optional<Session> kept = Optional.empty();

  CachedSession(AlibabaCloudCredentialsProvider sessions, Clock clock) {
    this.sessions = Objects.requireNonNull(sessions, "sessions is null");
    this.clock = Objects.requireNonNull(clock, "clock is null");
  }

  @Override
  public synchronized CredentialModel getCredentials() {
    Instant now = clock.instant();
    if (kept.filter(session -> session.isFresh(now) && session.isGood(now)).isPresent()) {
      return kept.get().credentials();
    }
    try {
      CredentialModel next = sessions.getCredentials();
      keep(next, now);
      return next;
    } catch (RuntimeException e) {
      // the boundary to the SDK
      return kept.filter(session -> session.isGood(now))
          .map(Session::credentials)
          .orElseThrow(() -> e);
    }
  }

  /** A session without an expiry is requested each time. */
  private void keep(CredentialModel next, Instant now) {
    if (next.getExpiration() == 0) {
      kept = Optional.empty();
    } else if (kept.filter(session -> isSame(session.credentials(), next)).isEmpty()) {
      kept = Optional.of(new Session(next, now, Instant.ofEpochMilli(next.getExpiration())));
    }
  }

  private static boolean isSame(CredentialModel one, CredentialModel other) {
    return Objects.equals(one.getSecurityToken(), other.getSecurityToken());
  }

  @Override
  public String getProviderName() {
    return sessions.getProviderName();
  }

  @Override
  public void close() {
    try {
      sessions.close();
    } catch (Exception e) {
      // the boundary to the SDK
      throw new IllegalStateException("the credentials could not be closed", e);
    }
  }
}
