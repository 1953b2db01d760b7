package dev.serai.cli;

import picocli.CommandLine.Command;

/** The commands for Alibaba Cloud. */
@Command(name = "alicloud", description = "Checks the access to Alibaba Cloud.")
final class AlicloudCommand {}
