package dev.serai.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The exit codes of all commands. */
public enum ExitCode {
  OK(0, "done"),
  ERROR(1, "the server refused it, or something went wrong"),
  USAGE(2, "the command line or a setting is wrong"),
  NOT_FOUND(3, "there is no such thing"),
  FAILED(4, "the instance failed"),
  UNREACHABLE(5, "the server can't be reached");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  public int number() {
    return number;
  }

  /** By number, for the help. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (ExitCode code : values()) {
      meanings.put(Integer.toString(code.number), code.meaning);
    }
    meanings.put("130", "ended by Ctrl-C");
    return meanings;
  }
}
