package dev.serai.aliyun;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** KMS 2016-01-20: the document "GetSecretValue". */
final class KmsService implements Service {

  private static final String CURRENT = "ACSCurrent";
  private static final String FIRST_VERSION = "v1";

  private final Authenticator authenticator;
  private final Map<String, String> secrets;

  KmsService(Authenticator authenticator, Map<String, String> secrets) {
    this.authenticator = authenticator;
    this.secrets = secrets;
  }

  @Override
  public Optional<Api> api(Request request) {
    return request
        .action()
        .filter("GetSecretValue"::equals)
        .filter(action -> request.header("x-acs-version").equals(Optional.of("2016-01-20")))
        .map(action -> Api.GET_SECRET_VALUE);
  }

  @Override
  public CloudResponse answer(Api api, Request request) {
    authenticator.caller(
        request,
        api,
        who ->
            new CloudErrorException(
                403,
                "Forbidden.NoPermission",
                "This operation is forbidden by permission system."));
    String name = request.required("SecretName");
    String value = secrets.get(name);
    if (value == null
        || !request.parameter("VersionStage").orElse(CURRENT).equals(CURRENT)
        || !request.parameter("VersionId").orElse(FIRST_VERSION).equals(FIRST_VERSION)) {
      throw new CloudErrorException(404, "Forbidden.ResourceNotFound", "Resource not found.");
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("RequestId", CloudResponse.requestId());
    answer.put("SecretName", name);
    answer.put("SecretType", "Generic");
    answer.put("VersionId", FIRST_VERSION);
    answer.put("CreateTime", "2026-01-05T08:00:00Z");
    answer.put("SecretData", value);
    answer.put("SecretDataType", "text");
    answer.put("VersionStages", Map.of("VersionStage", List.of(CURRENT)));
    return CloudResponse.json(answer);
  }

  @Override
  public String host() {
    return "kms.cn-hangzhou.aliyuncs.com";
  }
}
