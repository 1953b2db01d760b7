package dev.serai.alicloud.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.alicloud.auth.CredentialMethod.Chosen;
import dev.serai.settings.InvalidSettingException;
import dev.serai.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written in capitals is a variable ALIBABA_CLOUD_..., the rest a flag --alicloud-... */
class CredentialInferenceTest {

  private static final String OIDC =
      "OIDC_PROVIDER_ARN=p OIDC_TOKEN_FILE=/t ROLE_ARN=acs:ram::1:role/pod";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "access-key-id=a access-key-secret=b                            | AccessKey pair",
        "access-key-id=a access-key-secret=b security-token=c           | STS token",
        "access-key-id=a access-key-secret=b role-arn=r                 | RAM role r, assumed with the AccessKey pair",
        "access-key-id=a access-key-secret=b security-token=c role-arn=r | RAM role r, assumed with the STS token",
        "access-key-id=a access-key-secret=b role-arn=r role-external-id=x role-policy={} | RAM role r, assumed with the AccessKey pair",
        "ecs-role-name=e                                                | role e of the ECS instance",
        "ecs-role-name=e ecs-metadata-v1=true                           | role e of the ECS instance",
        "oidc-provider-arn=p oidc-token-file=/t role-arn=r              | RAM role r of the pod's service account (RRSA)",
        "credentials-uri=http://x/y                                     | credentials URI",
        "profile=dev                                                    | CLI profile dev",
        "''                                                             | default chain",
        "ecs-metadata-v1=true                                           | default chain",
        // variables, where no setting is given
        "ACCESS_KEY_ID=a ACCESS_KEY_SECRET=b                            | AccessKey pair",
        "ACCESS_KEY_ID=a ACCESS_KEY_SECRET=b SECURITY_TOKEN=c           | STS token",
        "ACCESS_KEY_ID=a ACCESS_KEY_SECRET=b ROLE_ARN=r                 | RAM role r, assumed with the AccessKey pair",
        OIDC
            + "                                                        | RAM role acs:ram::1:role/pod of the pod's service account (RRSA)",
        OIDC + " ACCESS_KEY_ID=a ACCESS_KEY_SECRET=b                    | AccessKey pair",
        "ECS_METADATA=e                                                 | role e of the ECS instance",
        "ECS_METADATA=e PROFILE=dev                                     | CLI profile dev",
        "CREDENTIALS_URI=http://x/y                                     | credentials URI",
        "CREDENTIALS_URI=http://x/y ACCESS_KEY_ID=a                     | credentials URI",
        // settings beat variables, which complete them
        OIDC + " access-key-id=a access-key-secret=b                    | AccessKey pair",
        OIDC
            + " ecs-role-name=e                                        | role e of the ECS instance",
        OIDC
            + " role-arn=mine                                          | RAM role mine of the pod's service account (RRSA)",
        "role-arn=mine ACCESS_KEY_ID=a ACCESS_KEY_SECRET=b              | RAM role mine, assumed with the AccessKey pair",
        "access-key-id=a ACCESS_KEY_SECRET=b                            | AccessKey pair",
        "access-key-id=a access-key-secret=b SECURITY_TOKEN=of-another  | AccessKey pair",
        "profile=dev ACCESS_KEY_ID=a ACCESS_KEY_SECRET=b                | CLI profile dev"
      })
  void theMethodIsInferred(String given, String label) {
    Chosen chosen = CredentialInference.of(settings(given));

    assertThat(chosen.method().label()).isEqualTo(label);
    assertThat(chosen.because()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "access-key-id=a ecs-role-name=e       | alicloud-access-key-id | alicloud-ecs-role-name",
        "access-key-secret=b profile=dev       | alicloud-access-key-secret | alicloud-profile",
        "security-token=c credentials-uri=http://x | alicloud-security-token | alicloud-credentials-uri",
        "oidc-provider-arn=p access-key-id=a access-key-secret=b | alicloud-access-key-id | alicloud-oidc-provider-arn",
        "ecs-role-name=e credentials-uri=http://x | alicloud-ecs-role-name | alicloud-credentials-uri",
        "role-arn=r ecs-role-name=e            | alicloud-role-arn | alicloud-ecs-role-name",
        "role-arn=r profile=dev                | alicloud-role-arn | alicloud-profile",
        "access-key-id=a                       | alicloud-access-key-id | alicloud-access-key-secret",
        "access-key-secret=b                   | alicloud-access-key-secret | alicloud-access-key-id",
        "security-token=c                      | alicloud-security-token | alicloud-access-key-id",
        "oidc-token-file=/t role-arn=r         | alicloud-oidc-token-file | alicloud-oidc-provider-arn",
        "oidc-token-file=/t oidc-provider-arn=p | alicloud-oidc-provider-arn | alicloud-role-arn",
        "role-arn=r                            | alicloud-role-arn | alicloud-access-key-id",
        "role-external-id=x                    | alicloud-role-external-id | alicloud-role-arn",
        "access-key-id=a access-key-secret=b role-policy={} | alicloud-role-policy | alicloud-role-arn",
        "oidc-token-file=/t oidc-provider-arn=p role-arn=r role-external-id=x | alicloud-role-external-id | alicloud-oidc-provider-arn",
        "access-key-id=a access-key-secret=b ecs-metadata-v1=true | alicloud-ecs-metadata-v1 | alicloud-access-key-id",
        "ACCESS_KEY_ID=a                       | ALIBABA_CLOUD_ACCESS_KEY_ID | alicloud-access-key-secret"
      })
  void aContradictionIsOneLineThatNamesBoth(String given, String one, String other) {
    assertThatThrownBy(() -> CredentialInference.of(settings(given)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining(one)
        .hasMessageContaining(other)
        .hasMessageNotContaining("\n");
  }

  @Test
  void saysWhatIsMissingOfTwoMethodsHalfGiven() {
    assertThatThrownBy(() -> CredentialInference.of(settings("access-key-id=a ecs-role-name=e")))
        .hasMessage(
            "alicloud-access-key-id (flag --alicloud-access-key-id) and alicloud-ecs-role-name"
                + " (flag --alicloud-ecs-role-name) mean two ways to get credentials (AccessKey"
                + " pair, ECS role); give one (and alicloud-access-key-secret is missing)");
  }

  @Test
  void saysWhyAMethodWasChosen() {
    assertThat(CredentialInference.of(settings("ecs-role-name=e")).because())
        .isEqualTo("alicloud-ecs-role-name is given (flag --alicloud-ecs-role-name)");
    assertThat(CredentialInference.of(settings("ECS_METADATA=e")).because())
        .isEqualTo("the variable ALIBABA_CLOUD_ECS_METADATA is set");
  }

  @Test
  void noMethodPrintsASecret() {
    for (String given :
        new String[] {
          "access-key-id=hidden access-key-secret=hidden security-token=hidden role-arn=r",
          "credentials-uri=http://x/hidden"
        }) {
      Chosen chosen = CredentialInference.of(settings(given));
      assertThat(chosen + chosen.method().label()).doesNotContain("hidden");
    }
  }

  private static Settings settings(String given) {
    Map<String, String> flags = new HashMap<>();
    Map<String, String> variables = new HashMap<>();
    for (String one : given.isBlank() ? new String[0] : given.strip().split(" +", -1)) {
      String[] parts = one.split("=", 2);
      if (parts[0].matches("[A-Z_]+")) {
        variables.put("ALIBABA_CLOUD_" + parts[0], parts[1]);
      } else {
        flags.put("alicloud-" + parts[0], parts[1]);
      }
    }
    return Settings.resolve(flags, variables, Optional.empty());
  }
}
