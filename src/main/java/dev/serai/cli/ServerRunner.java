package dev.serai.cli;

import dev.serai.settings.Settings;

/** Runs the server until it is stopped. */
@FunctionalInterface
public interface ServerRunner {

  /** Returns the exit code. */
  int run(Settings settings) throws Exception;
}
