package dev.serai.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The kind of body that a request declares. JSON is UTF-8 between programs (RFC 8259), so JSON in
 * another encoding is rejected; its encoding is never guessed.
 *
 * @param type the media type in lower case; empty where none is declared, as by simple clients
 * @param wellFormed whether the parameters of the media type can be read, and a multipart body has
 *     a boundary
 * @param charset empty where none is declared; so is the content encoding
 * @param declaredLength 0 where none is declared
 */
public record BodyKind(
    String type, boolean wellFormed, String charset, String encoding, long declaredLength) {

  private static final Set<String> UTF_8 = Set.of("", "utf-8", "utf8", "us-ascii");
  private static final String JSON = "application/json";

  public static BodyKind of(RoutingContext context) {
    HttpServerRequest request = context.request();
    String charset = "";
    boolean wellFormed = true;
    String type = given(request, "Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!type.isEmpty()) {
      try {
        MIMEHeader parsed = context.parsedHeaders().contentType();
        charset = parameter(parsed, "charset");
        wellFormed = !type.startsWith("multipart/") || !parameter(parsed, "boundary").isEmpty();
      } catch (IndexOutOfBoundsException e) {
        // Vert.x's parser has no other word for a quote without its end
        wellFormed = false;
      }
    }
    return new BodyKind(
        type,
        wellFormed,
        charset,
        given(request, "Content-Encoding").strip(),
        length(given(request, "Content-Length")));
  }

  /**
   * The reason why an operation does not accept the body, as a message for the client; empty if it
   * is accepted.
   *
   * @param consumes the media types that the operation declares; empty if it accepts any
   */
  Optional<String> fault(Set<String> consumes) {
    if (!wellFormed) {
      return formFault();
    }
    if (!consumes.isEmpty() && !type.isEmpty() && consumes.stream().noneMatch(this::isA)) {
      return Optional.of(typeFault() + "; send " + String.join(" or ", new TreeSet<>(consumes)));
    }
    return isJson() || (type.isEmpty() && consumes.contains(JSON))
        ? encodingFault()
        : compressionFault();
  }

  /** The message for an unsupported type. */
  public String typeFault() {
    return "Content-Type " + RequestFilter.shown(type) + " is not supported";
  }

  /** The reason why the text can't be read as UTF-8, whatever its type; empty when it can. */
  public Optional<String> encodingFault() {
    if (!wellFormed) {
      return formFault();
    }
    if (!UTF_8.contains(charset.toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "Content-Type has the charset "
              + RequestFilter.shown(charset)
              + ", which is not supported; send UTF-8");
    }
    return compressionFault();
  }

  private Optional<String> formFault() {
    return Optional.of(
        "the parameters of Content-Type "
            + RequestFilter.shown(type)
            + " are malformed"
            + (type.startsWith("multipart/") ? ", or have no boundary" : ""));
  }

  private static String parameter(MIMEHeader header, String name) {
    String value = header.parameter(name);
    return value == null ? "" : value.strip();
  }

  private Optional<String> compressionFault() {
    return encoding.isEmpty() || encoding.equalsIgnoreCase("identity")
        ? Optional.empty()
        : Optional.of(
            "Content-Encoding "
                + RequestFilter.shown(encoding)
                + " is not supported; send the body unencoded");
  }

  private boolean isA(String consumed) {
    return consumed.equals("*/*")
        || consumed.equals(type)
        || (consumed.equals(JSON) && isJson())
        || (consumed.endsWith("/*")
            && type.startsWith(consumed.substring(0, consumed.length() - 1)));
  }

  private boolean isJson() {
    return type.equals(JSON) || (type.startsWith("application/") && type.endsWith("+json"));
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
