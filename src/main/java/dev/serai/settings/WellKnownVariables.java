package dev.serai.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The variables that Alibaba Cloud's own tools read, and that ACK sets in pods with RRSA; each
 * counts where its setting is given nowhere.
 */
final class WellKnownVariables {

  private static final Map<Setting, List<String>> NAMES =
      Map.ofEntries(
          Map.entry(
              Setting.ALICLOUD_REGION, List.of("ALIBABA_CLOUD_REGION_ID", "ALIBABA_CLOUD_REGION")),
          Map.entry(Setting.ALICLOUD_ACCESS_KEY_ID, List.of("ALIBABA_CLOUD_ACCESS_KEY_ID")),
          Map.entry(Setting.ALICLOUD_ACCESS_KEY_SECRET, List.of("ALIBABA_CLOUD_ACCESS_KEY_SECRET")),
          Map.entry(Setting.ALICLOUD_SECURITY_TOKEN, List.of("ALIBABA_CLOUD_SECURITY_TOKEN")),
          Map.entry(Setting.ALICLOUD_ROLE_ARN, List.of("ALIBABA_CLOUD_ROLE_ARN")),
          Map.entry(Setting.ALICLOUD_ROLE_SESSION_NAME, List.of("ALIBABA_CLOUD_ROLE_SESSION_NAME")),
          Map.entry(Setting.ALICLOUD_ECS_ROLE_NAME, List.of("ALIBABA_CLOUD_ECS_METADATA")),
          Map.entry(Setting.ALICLOUD_OIDC_PROVIDER_ARN, List.of("ALIBABA_CLOUD_OIDC_PROVIDER_ARN")),
          Map.entry(Setting.ALICLOUD_OIDC_TOKEN_FILE, List.of("ALIBABA_CLOUD_OIDC_TOKEN_FILE")),
          Map.entry(Setting.ALICLOUD_CREDENTIALS_URI, List.of("ALIBABA_CLOUD_CREDENTIALS_URI")),
          Map.entry(Setting.ALICLOUD_PROFILE, List.of("ALIBABA_CLOUD_PROFILE")),
          Map.entry(Setting.ALICLOUD_STS_ENDPOINT, List.of("ALIBABA_CLOUD_STS_ENDPOINT")));

  private WellKnownVariables() {}

  static Optional<SettingSources.Found> find(Setting setting, Map<String, String> variables) {
    return NAMES.getOrDefault(setting, List.of()).stream()
        .filter(name -> !variables.getOrDefault(name, "").isEmpty())
        .findFirst()
        .map(
            name ->
                new SettingSources.Found(
                    variables.get(name), new Origin(Origin.Kind.WELL_KNOWN, name)));
  }
}
