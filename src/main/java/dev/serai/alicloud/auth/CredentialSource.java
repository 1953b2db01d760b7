package dev.serai.alicloud.auth;

import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A group of settings that make one method, in the order in which Alibaba Cloud's own tools search
 * for them.
 */
enum CredentialSource {
  KEYS("AccessKey pair"),
  RRSA("RRSA"),
  PROFILE("CLI profile"),
  ECS("ECS role"),
  URI("credentials URI");

  private final String label;

  CredentialSource(String label) {
    this.label = label;
  }

  /**
   * The required settings, except the role of RRSA, which is a setting of other methods as well.
   */
  private List<Setting> required() {
    return switch (this) {
      case KEYS -> List.of(Setting.ALICLOUD_ACCESS_KEY_ID, Setting.ALICLOUD_ACCESS_KEY_SECRET);
      case RRSA -> List.of(Setting.ALICLOUD_OIDC_PROVIDER_ARN, Setting.ALICLOUD_OIDC_TOKEN_FILE);
      case PROFILE -> List.of(Setting.ALICLOUD_PROFILE);
      case ECS -> List.of(Setting.ALICLOUD_ECS_ROLE_NAME);
      case URI -> List.of(Setting.ALICLOUD_CREDENTIALS_URI);
    };
  }

  String label() {
    return label;
  }

  /** Whether it can be narrowed to a role by {@code alicloud-role-arn}. */
  boolean takesRole() {
    return this == KEYS || this == RRSA;
  }

  /** The first of its settings that was given to this program. */
  Optional<Setting> firstExplicit(Settings settings) {
    return all().filter(setting -> isExplicit(settings, setting)).findFirst();
  }

  /** The first of its settings that has a value, wherever it comes from. */
  Optional<Setting> firstGiven(Settings settings) {
    return all().filter(setting -> isGiven(settings, setting)).findFirst();
  }

  Optional<Setting> firstMissing(Settings settings) {
    return required().stream().filter(setting -> !isGiven(settings, setting)).findFirst();
  }

  private Stream<Setting> all() {
    return this == KEYS
        ? Stream.concat(required().stream(), Stream.of(Setting.ALICLOUD_SECURITY_TOKEN))
        : required().stream();
  }

  static boolean isGiven(Settings settings, Setting setting) {
    return settings.optional(setting).isPresent();
  }

  static boolean isExplicit(Settings settings, Setting setting) {
    return isGiven(settings, setting) && settings.origin(setting).isExplicit();
  }
}
