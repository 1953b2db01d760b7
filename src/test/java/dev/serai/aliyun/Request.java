package dev.serai.aliyun;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it came.
 *
 * @param headers whatever the case of their names
 * @param body byte for byte, in ISO 8859-1
 */
record Request(
    String method,
    URI uri,
    Map<String, List<String>> headers,
    Map<String, String> query,
    String body) {

  static Request of(HttpExchange exchange) throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(exchange.getRequestHeaders());
    URI uri = exchange.getRequestURI();
    return new Request(
        exchange.getRequestMethod(),
        uri,
        headers,
        pairs(uri.getRawQuery()),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
  }

  String path() {
    return uri.getPath();
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> String.join(",", values));
  }

  /** Those of the query, and of a form in the body. */
  Map<String, String> parameters() {
    Map<String, String> all = new TreeMap<>(query);
    if (header("content-type").orElse("").startsWith("application/x-www-form-urlencoded")) {
      all.putAll(pairs(body));
    }
    return all;
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters().get(name)).filter(value -> !value.isEmpty());
  }

  /** What an RPC style API refuses when it is not there. */
  String required(String name) {
    return parameter(name).orElseThrow(() -> CloudErrorException.missing(name));
  }

  /** In a header with ACS3 signatures, and a parameter with those of before. */
  Optional<String> action() {
    return header("x-acs-action").or(() -> parameter("Action"));
  }

  private static Map<String, String> pairs(String encoded) {
    Map<String, String> pairs = new TreeMap<>();
    if (encoded == null || encoded.isEmpty()) {
      return pairs;
    }
    Arrays.stream(encoded.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> pairs.put(decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : ""));
    return pairs;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
