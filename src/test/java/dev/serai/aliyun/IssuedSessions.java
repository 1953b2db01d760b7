package dev.serai.aliyun;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hands out the same session until a third of its life is left, as the instance metadata does: who
 * asks early gets what it has.
 */
final class IssuedSessions {

  private static final Duration LIFE = Duration.ofHours(6);

  private final Identities identities;
  private final Clock clock;
  private final String sessionName;
  private Optional<TestRole> role = Optional.empty();
  private Optional<SessionCredentials> current = Optional.empty();

  IssuedSessions(Identities identities, Clock clock, String sessionName) {
    this.identities = identities;
    this.clock = clock;
    this.sessionName = sessionName;
  }

  synchronized void of(TestRole next) {
    role = Optional.of(next);
    current = Optional.empty();
  }

  synchronized void ofNobody() {
    role = Optional.empty();
    current = Optional.empty();
  }

  synchronized Optional<String> roleName() {
    return role.map(TestRole::name);
  }

  /** In the form that the metadata and a credentials URI have in common. */
  synchronized Optional<Map<String, String>> answer() {
    return role.map(this::session).map(IssuedSessions::fields);
  }

  private SessionCredentials session(TestRole of) {
    Duration life = of.lifeOf(LIFE);
    boolean good =
        current
            .filter(one -> identities.isActive(one.key().id()))
            .filter(
                one ->
                    Duration.between(clock.instant(), one.expiration()).compareTo(life.dividedBy(3))
                        > 0)
            .isPresent();
    if (!good) {
      current = Optional.of(identities.newSession(of.session(sessionName), life));
    }
    return current.orElseThrow();
  }

  private static Map<String, String> fields(SessionCredentials session) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Code", "Success");
    fields.put("AccessKeyId", session.key().id());
    fields.put("AccessKeySecret", session.key().secret());
    fields.put("SecurityToken", session.securityToken());
    fields.put("Expiration", session.expiration().toString());
    return fields;
  }
}
