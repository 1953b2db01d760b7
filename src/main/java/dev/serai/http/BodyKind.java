package dev.serai.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a request says that its body is. JSON is UTF-8 between programs (RFC 8259), so a body in
 * another encoding is refused and never guessed at.
 *
 * @param type empty where nothing is said, as simple clients do; the same of the others
 * @param declaredLength 0 where none is said
 */
public record BodyKind(String type, String charset, String encoding, long declaredLength) {

  private static final Set<String> UTF_8 = Set.of("", "utf-8", "utf8", "us-ascii");
  private static final String CHARSET = "charset=";

  public static BodyKind of(HttpServerRequest request) {
    String[] parts = given(request, "Content-Type").split(";", -1);
    String charset =
        Arrays.stream(parts)
            .skip(1)
            .map(String::strip)
            .filter(part -> part.regionMatches(true, 0, CHARSET, 0, CHARSET.length()))
            .map(part -> part.substring(CHARSET.length()).replace("\"", "").strip())
            .findFirst()
            .orElse("");
    return new BodyKind(
        parts[0].strip(),
        charset,
        given(request, "Content-Encoding").strip(),
        length(given(request, "Content-Length")));
  }

  /** Why the body can't be read, in words for the client; empty when it can. */
  Optional<String> fault() {
    if (!isJson()) {
      return Optional.of(typeFault() + "; send application/json");
    }
    return encodingFault();
  }

  /** That the type is none of those that are understood. */
  public String typeFault() {
    return "Content-Type " + HttpEdge.shown(type) + " is not understood";
  }

  /** Why the body can't be read, of whatever type it is; empty when it can. */
  public Optional<String> encodingFault() {
    if (!UTF_8.contains(charset.toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "Content-Type has the charset "
              + HttpEdge.shown(charset)
              + ", which is not understood; send UTF-8");
    }
    if (!encoding.isEmpty() && !encoding.equalsIgnoreCase("identity")) {
      return Optional.of(
          "Content-Encoding "
              + HttpEdge.shown(encoding)
              + " is not understood; send the body as it is");
    }
    return Optional.empty();
  }

  private boolean isJson() {
    String plain = type.toLowerCase(Locale.ROOT);
    return plain.isEmpty()
        || plain.equals("application/json")
        || (plain.startsWith("application/") && plain.endsWith("+json"));
  }

  private static long length(String text) {
    try {
      return text.isEmpty() ? 0 : Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String given(HttpServerRequest request, String header) {
    String value = request.getHeader(header);
    return value == null ? "" : value;
  }
}
