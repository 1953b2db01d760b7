package dev.serai.aliyun;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instance metadata of ECS (document "Access instance metadata"), reached as an HTTP proxy: its
 * address 100.100.100.200 is fixed, so a request for anything else is none of its business.
 */
final class MetadataService implements Service {

  private static final String ADDRESS = "100.100.100.200";
  private static final String TOKEN = "X-aliyun-ecs-metadata-token";
  private static final String TTL = "X-aliyun-ecs-metadata-token-ttl-seconds";
  private static final String ROLES = "/latest/meta-data/ram/security-credentials/";

  private final IssuedSessions sessions;
  private final Clock clock;
  private final Map<String, Instant> tokens = new ConcurrentHashMap<>();
  private volatile boolean withoutToken;

  MetadataService(IssuedSessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  void allowWithoutToken(boolean allow) {
    withoutToken = allow;
  }

  @Override
  public Optional<Api> api(Request request) {
    if (!ADDRESS.equals(request.uri().getHost())) {
      return Optional.empty();
    }
    if (request.path().equals("/latest/api/token")) {
      return Optional.of(Api.METADATA_TOKEN);
    }
    return request.path().startsWith(ROLES)
        ? Optional.of(Api.METADATA_CREDENTIALS)
        : Optional.empty();
  }

  @Override
  public CloudResponse answer(Api api, Request request) {
    return api == Api.METADATA_TOKEN ? token(request) : credentials(request);
  }

  @Override
  public CloudResponse refused(CloudErrorException refusal) {
    return CloudResponse.text(refusal.status(), refusal.getMessage());
  }

  @Override
  public String host() {
    return ADDRESS;
  }

  private CloudResponse token(Request request) {
    if (!request.method().equals("PUT")) {
      return CloudResponse.text(405, "Method Not Allowed");
    }
    String ttl = request.header(TTL).orElse("");
    long seconds = ttl.matches("\\d{1,6}") ? Long.parseLong(ttl) : 0;
    if (seconds < 1 || seconds > 21_600) {
      return CloudResponse.text(400, "Bad Request");
    }
    String token = UUID.randomUUID().toString();
    tokens.put(token, clock.instant().plusSeconds(seconds));
    return CloudResponse.text(200, token);
  }

  private CloudResponse credentials(Request request) {
    if (!request.method().equals("GET") || !isLetIn(request.header(TOKEN))) {
      return CloudResponse.text(403, "Forbidden");
    }
    Optional<String> role = sessions.roleName();
    String asked = request.path().substring(ROLES.length());
    if (asked.isEmpty() && role.isPresent()) {
      return CloudResponse.text(200, role.get());
    }
    return role.filter(asked::equals)
        .flatMap(name -> sessions.answer())
        .map(this::withTime)
        .orElseGet(() -> CloudResponse.text(404, "Not Found"));
  }

  private CloudResponse withTime(Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("LastUpdated", clock.instant().toString());
    return CloudResponse.json(all);
  }

  private boolean isLetIn(Optional<String> token) {
    return token
        .map(value -> tokens.getOrDefault(value, Instant.MIN).isAfter(clock.instant()))
        .orElse(withoutToken);
  }
}
