package dev.serai.cli.client;

import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import dev.serai.cli.Shell;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option {@code --server}. */
public final class ServerOptions {

  private static final String DEFAULT = "http://127.0.0.1:8080";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description = {
        "The server's address. Default: the variable SERAI_SERVER, else " + DEFAULT + ".",
        "The variable SERAI_TOKEN, where it is set, is sent as a bearer token."
      })
  private String server;

  public ApiClient client(Shell shell) {
    return client(shell, "--server", server, "SERAI_SERVER", DEFAULT);
  }

  /** The options that another command line needs to reach the same server; empty if none. */
  public String repeated() {
    return server == null ? "" : " --server " + server;
  }

  /** A client of the address in the option, else in the variable, else of the default. */
  static ApiClient client(
      Shell shell, String option, String given, String variable, String byDefault) {
    String address =
        Optional.ofNullable(given).or(() -> shell.variable(variable)).orElse(byDefault).strip();
    String bare = address.replaceFirst("/+$", "");
    try {
      URI uri = URI.create(bare);
      if (uri.getHost() != null && uri.getUserInfo() == null && bare.matches("https?://[^?#]*")) {
        return new ApiClient(uri, token(shell));
      }
    } catch (IllegalArgumentException e) {
      throw wrongAddress(option, variable, e);
    }
    throw wrongAddress(option, variable, null);
  }

  // the address is not repeated: somebody may have put a password into it
  private static CommandFailedException wrongAddress(
      String option, String variable, Exception cause) {
    return new CommandFailedException(
        ExitCode.USAGE,
        option + " (or " + variable + ") must be an address like " + DEFAULT,
        cause);
  }

  private static Optional<String> token(Shell shell) {
    return shell
        .variable("SERAI_TOKEN")
        .map(String::strip)
        .map(
            token -> {
              // the HTTP client would repeat a bad header in its message
              if (!token.matches("[\\x21-\\x7e]+")) {
                throw new CommandFailedException(
                    ExitCode.USAGE, "SERAI_TOKEN has a space or another character no token has");
              }
              return token;
            });
  }
}
