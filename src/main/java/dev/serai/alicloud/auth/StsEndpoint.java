package dev.serai.alicloud.auth;

import dev.serai.settings.Setting;
import dev.serai.settings.Settings;

/** Where STS is asked, always by TLS. */
public final class StsEndpoint {

  /** Of all regions; in mainland China, which an own one is nearer to. */
  private static final String CENTRAL = "sts.aliyuncs.com";

  private StsEndpoint() {}

  public static String of(Settings settings) {
    return settings
        .optional(Setting.ALICLOUD_STS_ENDPOINT)
        .map(given -> given.replaceFirst("^https://", ""))
        .orElseGet(
            () ->
                settings
                    .optional(Setting.ALICLOUD_REGION)
                    .map(region -> "sts." + region + ".aliyuncs.com")
                    .orElse(CENTRAL));
  }
}
