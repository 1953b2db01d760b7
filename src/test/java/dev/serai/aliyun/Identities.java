package dev.serai.aliyun;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whom the keys belong to, and what they are not allowed to do. */
final class Identities {

  /** A key and its holder; ended sessions stay, so that they can be told from unknown keys. */
  record Holder(Principal principal, String secret, Optional<SessionCredentials> session) {}

  private record Denial(String name, Api api) {}

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Holder> holders = new ConcurrentHashMap<>();
  private final List<String> secrets = new CopyOnWriteArrayList<>();
  private final Set<String> disabled = ConcurrentHashMap.newKeySet();
  private final Set<Denial> denials = ConcurrentHashMap.newKeySet();

  Identities(Clock clock) {
    this.clock = clock;
  }

  AccessKey newKey(Principal user) {
    AccessKey key = new AccessKey("LTAI5t" + letters(18), letters(30));
    secrets.add(key.secret());
    holders.put(key.id(), new Holder(user, key.secret(), Optional.empty()));
    return key;
  }

  SessionCredentials newSession(Principal role, Duration life) {
    Instant end = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
    SessionCredentials session =
        new SessionCredentials(
            new AccessKey("STS.N" + letters(24), letters(44)), "CAIS" + letters(400), end);
    secrets.addAll(List.of(session.key().secret(), session.securityToken()));
    holders.put(session.key().id(), new Holder(role, session.key().secret(), Optional.of(session)));
    return session;
  }

  Optional<Holder> holder(String keyId) {
    return Optional.ofNullable(holders.get(keyId));
  }

  /** All that were ever issued. */
  List<String> secrets() {
    return List.copyOf(secrets);
  }

  boolean isSessionToken(String token) {
    return holders.values().stream()
        .flatMap(holder -> holder.session().stream())
        .anyMatch(session -> session.securityToken().equals(token));
  }

  void disable(String keyId) {
    disabled.add(keyId);
  }

  void delete(String keyId) {
    holders.remove(keyId);
  }

  boolean isActive(String keyId) {
    return holders.containsKey(keyId) && !disabled.contains(keyId);
  }

  void deny(String name, Api api) {
    denials.add(new Denial(name, api));
  }

  void allow(String name, Api api) {
    denials.remove(new Denial(name, api));
  }

  boolean isDenied(Principal principal, Api api) {
    return denials.contains(new Denial(principal.name(), api));
  }

  private String letters(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return text.replace("-", "x").replace("_", "Y").substring(0, length);
  }

  /** A number as long as those of Alibaba Cloud. */
  static String numberOf(String name) {
    return String.format(Locale.ROOT, "3%017d", Integer.toUnsignedLong(name.hashCode()));
  }
}
