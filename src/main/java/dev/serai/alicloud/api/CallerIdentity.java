package dev.serai.alicloud.api;

/** Who the credentials are, as STS sees it. */
public record CallerIdentity(String type, String arn, String accountId) {}
