package dev.serai.cli.watch;

/**
 * An action that runs when the process is ended from outside, as by Ctrl-C, unless it is cancelled
 * before.
 */
final class InterruptHint {

  private final Thread hook;

  InterruptHint(Runnable words) {
    hook = new Thread(words, "farewell");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  void cancel() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending already, and the hint is being printed
    }
  }
}
