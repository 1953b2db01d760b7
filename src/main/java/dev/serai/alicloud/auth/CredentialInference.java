package dev.serai.alicloud.auth;

import static dev.serai.alicloud.auth.CredentialSource.isExplicit;
import static dev.serai.alicloud.auth.CredentialSource.isGiven;

import dev.serai.alicloud.auth.CredentialMethod.Chosen;
import dev.serai.settings.InvalidSettingException;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Infers the credential method from the settings. Settings given to this program decide alone;
 * variables of Alibaba Cloud's tools decide where there are none, and complete the given ones.
 */
public final class CredentialInference {

  private static final List<Setting> ROLE_DETAILS =
      List.of(Setting.ALICLOUD_ROLE_EXTERNAL_ID, Setting.ALICLOUD_ROLE_POLICY);

  private final Settings settings;

  private CredentialInference(Settings settings) {
    this.settings = settings;
  }

  /**
   * @throws InvalidSettingException when the settings mean two methods, or an incomplete one
   */
  public static Chosen of(Settings settings) {
    return new CredentialInference(settings).choose();
  }

  /** The first setting for credentials that was given to this program. */
  public static Optional<Setting> firstExplicit(Settings settings) {
    return Arrays.stream(CredentialSource.values())
        .flatMap(way -> way.firstExplicit(settings).stream())
        .findFirst()
        .or(
            () ->
                Optional.of(Setting.ALICLOUD_ROLE_ARN)
                    .filter(setting -> isExplicit(settings, setting)));
  }

  private Chosen choose() {
    List<CredentialSource> explicit =
        Arrays.stream(CredentialSource.values())
            .filter(way -> way.firstExplicit(settings).isPresent())
            .toList();
    if (explicit.size() > 1) {
      throw twoWays(explicit.get(0), explicit.get(1));
    }
    boolean role = isExplicit(settings, Setting.ALICLOUD_ROLE_ARN);
    if (explicit.isEmpty() && !role) {
      refuseDetails(Optional.empty());
      return ofVariables();
    }
    CredentialSource way = explicit.isEmpty() ? wayToRole() : explicit.get(0);
    way.firstMissing(settings).ifPresent(missing -> refuseHalf(way, missing));
    refuseDetails(Optional.of(way));
    String because =
        way.firstExplicit(settings)
            .or(() -> Optional.of(Setting.ALICLOUD_ROLE_ARN))
            .map(setting -> setting.key() + " is given (" + settings.origin(setting) + ")")
            .orElseThrow();
    return new Chosen(
        method(
            way,
            role,
            isExplicit(settings, Setting.ALICLOUD_SECURITY_TOKEN)
                || !isExplicit(settings, Setting.ALICLOUD_ACCESS_KEY_ID)),
        because);
  }

  /** As Alibaba Cloud's own tools do: the first complete one. */
  private Chosen ofVariables() {
    boolean oidc = CredentialSource.RRSA.firstMissing(settings).isEmpty();
    boolean role = isGiven(settings, Setting.ALICLOUD_ROLE_ARN);
    for (CredentialSource way : CredentialSource.values()) {
      Optional<Setting> first = way.firstGiven(settings);
      if (first.isEmpty()
          || way.firstMissing(settings).isPresent()
          || (way == CredentialSource.RRSA && !role)) {
        continue;
      }
      // with an OIDC token the role is that of RRSA
      boolean assume = way == CredentialSource.KEYS && role && !oidc;
      return new Chosen(
          method(way, assume, true), "the " + settings.origin(first.get()) + " is set");
    }
    for (CredentialSource way : CredentialSource.values()) {
      if (way.firstGiven(settings).isPresent()) {
        way.firstMissing(settings).ifPresent(missing -> refuseHalf(way, missing));
      }
    }
    return new Chosen(
        new CredentialMethod.DefaultChain(settings.flag(Setting.ALICLOUD_ECS_METADATA_V1)),
        "no setting and no variable names another");
  }

  private CredentialMethod method(CredentialSource way, boolean assumesRole, boolean takesToken) {
    return switch (way) {
      case KEYS -> {
        CredentialMethod.AccessKey key =
            new CredentialMethod.AccessKey(
                Secret.of(settings, Setting.ALICLOUD_ACCESS_KEY_ID),
                Secret.of(settings, Setting.ALICLOUD_ACCESS_KEY_SECRET));
        CredentialMethod keys =
            takesToken && isGiven(settings, Setting.ALICLOUD_SECURITY_TOKEN)
                ? new CredentialMethod.StsToken(
                    key, Secret.of(settings, Setting.ALICLOUD_SECURITY_TOKEN))
                : key;
        yield assumesRole ? new CredentialMethod.RamRole(keys, role()) : keys;
      }
      case RRSA ->
          new CredentialMethod.Rrsa(
              role(),
              settings.text(Setting.ALICLOUD_OIDC_PROVIDER_ARN),
              settings.path(Setting.ALICLOUD_OIDC_TOKEN_FILE));
      case PROFILE -> new CredentialMethod.CliProfile(settings.text(Setting.ALICLOUD_PROFILE));
      case ECS ->
          new CredentialMethod.EcsRole(
              settings.text(Setting.ALICLOUD_ECS_ROLE_NAME),
              settings.flag(Setting.ALICLOUD_ECS_METADATA_V1));
      case URI -> {
        String uri = settings.text(Setting.ALICLOUD_CREDENTIALS_URI);
        yield new CredentialMethod.CredentialsUri(
            new Secret(Setting.ALICLOUD_CREDENTIALS_URI.key(), () -> uri));
      }
    };
  }

  private Role role() {
    return new Role(
        settings.text(Setting.ALICLOUD_ROLE_ARN),
        settings.text(Setting.ALICLOUD_ROLE_SESSION_NAME),
        settings.duration(Setting.ALICLOUD_ROLE_SESSION_DURATION),
        settings.optional(Setting.ALICLOUD_ROLE_EXTERNAL_ID),
        settings.optional(Setting.ALICLOUD_ROLE_POLICY),
        StsEndpoint.of(settings));
  }

  /** The credentials that assume a role for which none are set. */
  private CredentialSource wayToRole() {
    if (CredentialSource.RRSA.firstMissing(settings).isEmpty()) {
      return CredentialSource.RRSA;
    }
    if (CredentialSource.KEYS.firstMissing(settings).isEmpty()) {
      return CredentialSource.KEYS;
    }
    throw new InvalidSettingException(
        "%s needs alicloud-access-key-id and alicloud-access-key-secret, or alicloud-oidc-provider-arn and alicloud-oidc-token-file"
            .formatted(named(Setting.ALICLOUD_ROLE_ARN)));
  }

  private void refuseDetails(Optional<CredentialSource> way) {
    if (way.isEmpty() || !isGiven(settings, Setting.ALICLOUD_ROLE_ARN)) {
      for (Setting detail : ROLE_DETAILS) {
        if (isExplicit(settings, detail)) {
          throw new InvalidSettingException(named(detail) + " needs alicloud-role-arn");
        }
      }
    }
    way.ifPresent(this::refuseWhatItDoesNotTake);
  }

  private void refuseWhatItDoesNotTake(CredentialSource way) {
    Setting first = way.firstGiven(settings).orElseThrow();
    if (way == CredentialSource.RRSA && !isGiven(settings, Setting.ALICLOUD_ROLE_ARN)) {
      throw new InvalidSettingException(named(first) + " needs alicloud-role-arn");
    }
    if (!way.takesRole() && isExplicit(settings, Setting.ALICLOUD_ROLE_ARN)) {
      throw new InvalidSettingException(
          "%s can't be taken on with %s; give an AccessKey pair or RRSA's settings with it"
              .formatted(named(Setting.ALICLOUD_ROLE_ARN), named(first)));
    }
    if (way == CredentialSource.RRSA && isExplicit(settings, Setting.ALICLOUD_ROLE_EXTERNAL_ID)) {
      throw new InvalidSettingException(
          "%s and %s don't go together: AssumeRoleWithOIDC takes no external ID"
              .formatted(named(Setting.ALICLOUD_ROLE_EXTERNAL_ID), named(first)));
    }
    if (way != CredentialSource.ECS && settings.flag(Setting.ALICLOUD_ECS_METADATA_V1)) {
      throw new InvalidSettingException(
          "%s is for an ECS role, and %s means %s"
              .formatted(named(Setting.ALICLOUD_ECS_METADATA_V1), named(first), way.label()));
    }
  }

  private InvalidSettingException twoWays(CredentialSource one, CredentialSource other) {
    return new InvalidSettingException(
        "%s and %s mean two ways to get credentials (%s, %s); give one%s"
            .formatted(
                named(one.firstExplicit(settings).orElseThrow()),
                named(other.firstExplicit(settings).orElseThrow()),
                one.label(),
                other.label(),
                one.firstMissing(settings)
                    .or(() -> other.firstMissing(settings))
                    .map(missing -> " (and " + missing.key() + " is missing)")
                    .orElse("")));
  }

  private void refuseHalf(CredentialSource way, Setting missing) {
    throw new InvalidSettingException(
        "%s needs %s".formatted(named(way.firstGiven(settings).orElseThrow()), missing.key()));
  }

  private String named(Setting setting) {
    return setting.key() + " (" + settings.origin(setting) + ")";
  }
}
