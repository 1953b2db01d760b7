package dev.serai.cli;

import picocli.CommandLine.Command;

/** What concerns Alibaba Cloud. */
@Command(name = "alicloud", description = "Checks the access to Alibaba Cloud.")
final class AlicloudCommand {}
