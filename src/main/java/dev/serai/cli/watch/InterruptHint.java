package dev.serai.cli.watch;

/**
 * What is done when the process is ended from outside, as by Ctrl-C, unless it is taken back
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
      // the process is ending already, and the words are being said
    }
  }
}
