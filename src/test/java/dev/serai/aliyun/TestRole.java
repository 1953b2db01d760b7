package dev.serai.aliyun;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A RAM role. It trusts its own account at first, as one made in the console does.
 *
 * <p>What a session is told to live and what it lives may differ here: callers can ask for 900
 * seconds at the least, which is long for a test.
 */
public final class TestRole {

  private final String account;
  private final String name;
  private final Set<String> trusted = ConcurrentHashMap.newKeySet();
  private volatile Duration longest = Duration.ofHours(1);
  private volatile Optional<Duration> life = Optional.empty();
  private volatile Optional<String> externalId = Optional.empty();

  TestRole(String account, String name) {
    this.account = account;
    this.name = name;
    trusted.add(rootOf(account));
  }

  public String name() {
    return name;
  }

  public String arn() {
    return "acs:ram::" + account + ":role/" + name;
  }

  /** Sessions end after this time, whatever was asked for; their expiration says so. */
  public TestRole sessionLife(Duration next) {
    life = Optional.of(next);
    return this;
  }

  /** The most that a caller may ask for. */
  public TestRole maxSessionDuration(Duration next) {
    longest = next;
    return this;
  }

  /** Asks callers for the external id of the trust policy's condition. */
  public TestRole externalId(String next) {
    externalId = Optional.of(next);
    return this;
  }

  public TestRole trust(String principalArn) {
    trusted.add(principalArn);
    return this;
  }

  /** Whoever has a token of this provider. */
  public TestRole trust(OidcProvider provider) {
    return trust(provider.arn());
  }

  /** A condition on {@code oidc:sub}, which is the service account. */
  public TestRole trust(OidcProvider provider, String subject) {
    return trust(provider.arn() + "#" + subject);
  }

  public TestRole trustNobody() {
    trusted.clear();
    return this;
  }

  /** Trusts its own account again, and nobody else. */
  public TestRole trustAccount() {
    trusted.clear();
    return trust(rootOf(account));
  }

  Principal session(String sessionName) {
    return new Principal(account, name, Identities.numberOf(name), sessionName);
  }

  Duration lifeOf(Duration asked) {
    return life.orElse(asked);
  }

  Duration longest() {
    return longest;
  }

  boolean lets(Principal caller, Optional<String> givenExternalId) {
    boolean known = trusted.contains(caller.arn()) || trusted.contains(rootOf(caller.account()));
    return known && (externalId.isEmpty() || externalId.equals(givenExternalId));
  }

  boolean lets(OidcProvider provider, String subject) {
    return trusted.contains(provider.arn()) || trusted.contains(provider.arn() + "#" + subject);
  }

  private static String rootOf(String account) {
    return "acs:ram::" + account + ":root";
  }
}
