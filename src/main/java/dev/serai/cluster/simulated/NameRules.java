package dev.serai.cluster.simulated;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The API server's rules for names, with its own words for what breaks them. */
final class NameRules {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern QUALIFIED =
      Pattern.compile("([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]");
  private static final Pattern VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final Pattern VARIABLE = Pattern.compile("[-._a-zA-Z][-._a-zA-Z0-9]*");
  private static final Pattern PORT = Pattern.compile("[-a-z0-9]+");

  private static final String LABEL_RULE =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
  private static final String SUBDOMAIN_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?"
          + "(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String QUALIFIED_RULE =
      "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
          + " alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for"
          + " validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  private static final String VALUE_RULE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is"
          + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
  private static final String VARIABLE_RULE =
      "a valid environment variable name must consist of alphabetic characters, digits, '_', '-',"
          + " or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or"
          + " 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')";

  private NameRules() {}

  static List<String> labelProblems(String name) {
    return problems(name, 63, LABEL, LABEL_RULE);
  }

  static List<String> subdomainProblems(String name) {
    return problems(name, 253, SUBDOMAIN, SUBDOMAIN_RULE);
  }

  static List<String> labelValueProblems(String value) {
    return problems(value, 63, VALUE, VALUE_RULE);
  }

  static List<String> variableProblems(String name) {
    if (".".equals(name) || "..".equals(name)) {
      return List.of("must not be '" + name + "'");
    }
    return problems(name, Integer.MAX_VALUE, VARIABLE, VARIABLE_RULE);
  }

  static List<String> portNameProblems(String name) {
    List<String> found = new ArrayList<>();
    if (name.length() > 15) {
      found.add("must be no more than 15 characters");
    }
    if (!PORT.matcher(name).matches()) {
      found.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (name.contains("--")) {
      found.add("must not contain consecutive hyphens");
    }
    if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      found.add("must contain at least one letter (a-z)");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      found.add("must not begin or end with a hyphen");
    }
    return found;
  }

  /** A label's or an annotation's key: a name, with an optional domain before it. */
  static List<String> labelKeyProblems(String key) {
    List<String> found = new ArrayList<>();
    String[] parts = key.split("/", -1);
    if (parts.length > 2) {
      return List.of(
          "a qualified name "
              + QUALIFIED_RULE
              + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')");
    }
    if (parts.length == 2) {
      if (parts[0].isEmpty()) {
        found.add("prefix part must be non-empty");
      } else {
        subdomainProblems(parts[0]).forEach(p -> found.add("prefix part " + p));
      }
    }
    String name = parts[parts.length - 1];
    if (name.isEmpty()) {
      found.add("name part must be non-empty");
    }
    problems(name, 63, QUALIFIED, QUALIFIED_RULE).forEach(p -> found.add("name part " + p));
    return found;
  }

  private static List<String> problems(String text, int max, Pattern pattern, String rule) {
    List<String> found = new ArrayList<>();
    if (text.length() > max) {
      found.add("must be no more than " + max + " characters");
    }
    if (!pattern.matcher(text).matches()) {
      found.add(rule);
    }
    return found;
  }
}
