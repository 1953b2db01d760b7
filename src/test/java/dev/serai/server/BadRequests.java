package dev.serai.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Bodies of creations with one error each, for tests by HTTP and by queue. */
final class BadRequests {

  /**
   * A wrong body.
   *
   * @param name for the report
   * @param code the expected code
   * @param names text that the message must contain
   */
  record Bad(String name, String body, int code, String names) {

    @Override
    public String toString() {
      return name;
    }
  }

  private BadRequests() {}

  static List<Bad> all() {
    List<Bad> bad = new ArrayList<>();
    // JSON
    bad.add(new Bad("empty body", "", 400, "body is empty"));
    bad.add(new Bad("blank body", "  \n ", 400, "body is empty"));
    bad.add(new Bad("not JSON", "envName=hello", 400, "not valid JSON"));
    bad.add(new Bad("cut off", "{\"envName\":\"hello@1.0.0\"", 400, "ends too early"));
    bad.add(new Bad("text after the end", "{\"envName\":\"hello@1.0.0\"} x", 400, "JSON"));
    bad.add(new Bad("two objects", "{\"envName\":\"hello@1.0.0\"}{}", 400, "after its end"));
    bad.add(new Bad("trailing comma", "{\"envName\":\"hello@1.0.0\",}", 400, "JSON"));
    bad.add(new Bad("single quotes", "{'envName':'hello@1.0.0'}", 400, "JSON"));
    bad.add(new Bad("comment", "{/* c */\"envName\":\"hello@1.0.0\"}", 400, "JSON"));
    bad.add(new Bad("NaN", "{\"envName\":NaN}", 400, "JSON"));
    bad.add(new Bad("list", "[]", 400, "a list"));
    bad.add(new Bad("string", "\"hello@1.0.0\"", 400, "a string"));
    bad.add(new Bad("number", "42", 400, "a number"));
    bad.add(new Bad("null", "null", 400, "null"));
    bad.add(
        new Bad(
            "duplicate key",
            "{\"envName\":\"hello@1.0.0\",\"envName\":\"demo@1.0.0\"}",
            400,
            "envName"));
    bad.add(
        new Bad(
            "duplicate variable",
            "{\"envName\":\"hello@1.0.0\",\"environment_variables\":{\"A\":\"1\",\"A\":\"2\"}}",
            400,
            "comes twice"));
    bad.add(
        new Bad(
            "deep nesting",
            "{\"envName\":\"hello@1.0.0\",\"x\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
            400,
            "nested deeper"));
    bad.add(
        new Bad(
            "control character in a string", "{\"envName\":\"hello\u0001@1.0.0\"}", 400, "JSON"));
    // a section
    bad.add(section("{\"capacty\":\"eci\"}", "alicloud.capacty"));
    bad.add(section("{\"gpu\":{\"count\":\"1\"}}", "alicloud.gpu.count"));
    bad.add(section("[]", "alicloud"));
    bad.add(section("{\"a\\nb\":1}", "alicloud"));
    // envName
    bad.add(new Bad("no envName", "{}", 400, "envName"));
    bad.add(field("envName", "null"));
    bad.add(field("envName", "\"\""));
    bad.add(field("envName", "\"   \""));
    bad.add(field("envName", "5"));
    bad.add(field("envName", "[\"hello@1.0.0\"]"));
    bad.add(field("envName", "\"hello\""));
    bad.add(field("envName", "\"hello@\""));
    bad.add(field("envName", "\"@1.0.0\""));
    bad.add(field("envName", "\"hello@1@2\""));
    bad.add(field("envName", "\" hello@1.0.0\""));
    bad.add(field("envName", "\"hel\\u0000lo@1.0.0\""));
    bad.add(field("envName", "\"hel\\nlo@1.0.0\""));
    bad.add(field("envName", "\"" + "x".repeat(100_000) + "@1\""));
    bad.add(new Bad("unknown environment", "{\"envName\":\"nope@1.0.0\"}", 404, "not found"));
    bad.add(new Bad("unknown version", "{\"envName\":\"hello@9.9.9\"}", 404, "not found"));
    bad.add(
        new Bad(
            "environment that is a path",
            "{\"envName\":\"../../etc/passwd@1\"}",
            404,
            "not found"));
    bad.add(
        new Bad(
            "environment in other letters", "{\"envName\":\"héllo→@1.0.0\"}", 404, "not found"));
    // ttl
    for (String ttl :
        List.of(
            "\"600\"",
            "\"1d\"",
            "\"-5m\"",
            "\"+5m\"",
            "\"0s\"",
            "\"5 m\"",
            "\"m\"",
            "\"abc\"",
            "\"1h30\"",
            "\"5m \"",
            "\"1e3s\"",
            "\"999999999h\"",
            "\"48h\"",
            "\"0.0000000001ns\"",
            "600",
            "true",
            "{}",
            "\"PT5M\"")) {
      bad.add(field("ttl", ttl));
    }
    // variables
    for (String variables :
        List.of(
            "[]",
            "\"A=1\"",
            "{\"A\":1}",
            "{\"A\":null}",
            "{\"A\":{}}",
            "{\"1A\":\"x\"}",
            "{\"A B\":\"x\"}",
            "{\"\":\"x\"}",
            "{\"A=B\":\"x\"}",
            "{\"Ä\":\"x\"}",
            "{\"A\":\"a\\u0000b\"}")) {
      bad.add(field("environment_variables", variables));
    }
    bad.add(
        field(
            "environment_variables",
            IntStream.range(0, 1_001)
                .mapToObj(i -> "\"A" + i + "\":\"x\"")
                .collect(Collectors.joining(",", "{", "}"))));
    // arguments
    for (String arguments :
        List.of(
            "\"one\"", "{}", "[1]", "[null]", "[[\"a\"]]", "[\"a\\u0000b\"]", "[\"\\ud800\"]")) {
      bad.add(field("arguments", arguments));
    }
    // owner, labels, datasource
    bad.add(field("owner", "7"));
    bad.add(field("owner", "\"" + "o".repeat(300) + "\""));
    bad.add(field("owner", "\"a\\u0007b\""));
    bad.add(field("labels", "[]"));
    bad.add(field("labels", "{\"a\":1}"));
    bad.add(field("labels", "{\"\":\"x\"}"));
    bad.add(field("labels", "{\"serai.dev/key\":\"x\"}"));
    bad.add(field("labels", "{\"a\":\"" + "v".repeat(300) + "\"}"));
    bad.add(field("datasource", "12"));
    bad.add(field("datasource", "\"../x\""));
    bad.add(field("datasource", "\"a b\""));
    bad.add(field("datasource", "\"evil.example/image:tag\""));
    return List.copyOf(bad);
  }

  private static Bad section(String json, String names) {
    return new Bad(
        "alicloud " + json, "{\"envName\":\"hello@1.0.0\",\"alicloud\":" + json + "}", 400, names);
  }

  private static Bad field(String field, String json) {
    String shown =
        json.length() <= 30 ? json : json.substring(0, 30) + "... (" + json.length() + ")";
    String name = field + " " + shown;
    return field.equals("envName")
        ? new Bad(name, "{\"envName\":" + json + "}", 400, field)
        : new Bad(name, "{\"envName\":\"hello@1.0.0\",\"" + field + "\":" + json + "}", 400, field);
  }
}
