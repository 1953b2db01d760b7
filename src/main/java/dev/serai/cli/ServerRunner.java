package dev.serai.cli;

import dev.serai.settings.Settings;

/** Runs the server until it is told to stop. */
@FunctionalInterface
public interface ServerRunner {

  /** Returns the exit code. */
  int run(Settings settings) throws Exception;
}
