package dev.serai.cli.client;

import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Prints what the server sends, byte for byte, as it comes. */
public final class StreamCopy {

  private static final int BUFFER = 16 * 1024;

  private StreamCopy() {}

  /** Prints a log that is opened for it. */
  public static void log(Supplier<InputStream> opened, Shell shell) {
    try (InputStream log = opened.get()) {
      toOutput(log, shell);
    } catch (IOException e) {
      throw new CommandFailedException(
          ExitCode.ERROR, "the log broke off: the connection was lost", e);
    }
  }

  /** Ends early when nobody reads any more, as in {@code serai logs ID | head}. */
  public static void toOutput(InputStream in, Shell shell) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int count = in.read(buffer);
    while (count >= 0 && !shell.out().checkError()) {
      shell.out().write(buffer, 0, count);
      shell.out().flush();
      count = in.read(buffer);
    }
  }
}
