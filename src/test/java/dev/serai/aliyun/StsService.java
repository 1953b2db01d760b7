package dev.serai.aliyun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * STS 2015-04-01: the documents "AssumeRole", "AssumeRoleWithOIDC", "GetCallerIdentity" and "Error
 * codes".
 */
final class StsService implements Service {

  private static final String VERSION = "2015-04-01";
  private static final Map<String, Api> ACTIONS =
      Map.of(
          "AssumeRole", Api.ASSUME_ROLE,
          "AssumeRoleWithOIDC", Api.ASSUME_ROLE_WITH_OIDC,
          "GetCallerIdentity", Api.GET_CALLER_IDENTITY);
  private static final Pattern ROLE_ARN = Pattern.compile("acs:ram::\\d+:role/[^/]+");
  private static final Pattern SESSION_NAME = Pattern.compile("[a-zA-Z0-9.@\\-_]{2,64}");
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Identities identities;
  private final Authenticator authenticator;
  private final Map<String, TestRole> roles;
  private final Map<String, OidcProvider> providers;

  StsService(
      Identities identities,
      Authenticator authenticator,
      Map<String, TestRole> roles,
      Map<String, OidcProvider> providers) {
    this.identities = identities;
    this.authenticator = authenticator;
    this.roles = roles;
    this.providers = providers;
  }

  @Override
  public Optional<Api> api(Request request) {
    Optional<String> version =
        request.header("x-acs-version").or(() -> request.parameter("Version"));
    return request
        .action()
        .filter(action -> request.path().equals("/") && version.equals(Optional.of(VERSION)))
        .map(ACTIONS::get);
  }

  @Override
  public CloudResponse answer(Api api, Request request) {
    return switch (api) {
      case ASSUME_ROLE -> assumeRole(request);
      case ASSUME_ROLE_WITH_OIDC -> assumeRoleWithOidc(request);
      case GET_CALLER_IDENTITY -> callerIdentity(request);
      default -> throw CloudErrorException.noSuchApi();
    };
  }

  @Override
  public String host() {
    return "sts.aliyuncs.com";
  }

  private CloudResponse assumeRole(Request request) {
    Principal caller =
        authenticator.caller(request, Api.ASSUME_ROLE, who -> CloudErrorException.notAuthorized());
    TestRole role = role(request);
    String sessionName = sessionName(request);
    Duration duration = duration(request, role);
    checkPolicy(request);
    if (!role.lets(caller, request.parameter("ExternalId"))) {
      throw CloudErrorException.roleDoesNotTrust();
    }
    return CloudResponse.json(session(role, sessionName, duration));
  }

  /** Nothing is signed here: the token is what proves the caller. */
  private CloudResponse assumeRoleWithOidc(Request request) {
    OidcProvider provider =
        Optional.ofNullable(providers.get(request.required("OIDCProviderArn")))
            .orElseThrow(
                () ->
                    CloudErrorException.oidc("NoPermission", "No such OIDC Provider registered."));
    JsonWebToken token =
        provider.check(
            request
                .parameter("OIDCToken")
                .orElseThrow(
                    () ->
                        CloudErrorException.oidc(
                            "OIDCToken.Invalid", "The OIDCToken can not empty.")));
    TestRole role = role(request);
    String sessionName = sessionName(request);
    Duration duration = duration(request, role);
    checkPolicy(request);
    if (!role.lets(provider, token.subject())) {
      throw CloudErrorException.oidc("NoPermission", "There is no permission");
    }
    Map<String, Object> answer = session(role, sessionName, duration);
    answer.put(
        "OIDCTokenInfo",
        Map.of(
            "Issuer", token.issuer(),
            "Subject", token.subject(),
            "ClientIds", OidcProvider.AUDIENCE,
            "ExpirationTime", token.expiresAt().toString()));
    return CloudResponse.json(answer);
  }

  private CloudResponse callerIdentity(Request request) {
    Principal caller =
        authenticator.caller(
            request, Api.GET_CALLER_IDENTITY, who -> CloudErrorException.notAuthorized());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("RequestId", CloudResponse.requestId());
    answer.put("IdentityType", caller.identityType());
    answer.put("AccountId", caller.account());
    answer.put("PrincipalId", caller.principalId());
    answer.put("Arn", caller.callerArn());
    answer.put(caller.isRole() ? "RoleId" : "UserId", caller.id());
    return CloudResponse.json(answer);
  }

  private TestRole role(Request request) {
    String arn = request.required("RoleArn");
    if (!ROLE_ARN.matcher(arn).matches()) {
      throw CloudErrorException.wronglyFormed("RoleArn");
    }
    return Optional.ofNullable(roles.get(arn))
        .orElseThrow(() -> CloudErrorException.noSuchRole(arn));
  }

  private static String sessionName(Request request) {
    String name = request.required("RoleSessionName");
    if (!SESSION_NAME.matcher(name).matches()) {
      throw CloudErrorException.wronglyFormed("RoleSessionName");
    }
    return name;
  }

  private static Duration duration(Request request, TestRole role) {
    String asked = request.parameter("DurationSeconds").orElse("3600");
    Duration duration =
        asked.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(asked)) : Duration.ZERO;
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(role.longest()) > 0) {
      throw new CloudErrorException(
          400,
          "InvalidParameter.DurationSeconds",
          "The Min/Max value of DurationSeconds is 15min/" + role.longest().toHours() + "hr.");
    }
    return duration;
  }

  private static void checkPolicy(Request request) {
    request
        .parameter("Policy")
        .ifPresent(
            policy -> {
              try {
                if (JSON.readTree(policy).path("Statement").isArray()) {
                  return;
                }
              } catch (JsonProcessingException e) {
                // refused below
              }
              throw new CloudErrorException(
                  400,
                  "InvalidParameter.PolicyGrammar",
                  "The parameter Policy has not passed grammar check.");
            });
  }

  private Map<String, Object> session(TestRole role, String sessionName, Duration asked) {
    Principal principal = role.session(sessionName);
    SessionCredentials session = identities.newSession(principal, role.lifeOf(asked));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("RequestId", CloudResponse.requestId());
    answer.put(
        "AssumedRoleUser",
        Map.of("AssumedRoleId", principal.principalId(), "Arn", principal.callerArn()));
    answer.put(
        "Credentials",
        Map.of(
            "AccessKeyId", session.key().id(),
            "AccessKeySecret", session.key().secret(),
            "SecurityToken", session.securityToken(),
            "Expiration", session.expiration().toString()));
    return answer;
  }
}
