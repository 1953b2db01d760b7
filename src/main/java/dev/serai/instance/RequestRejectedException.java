package dev.serai.instance;

import dev.serai.base.Text;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A request is rejected; the message is for its sender. The codes are those of HTTP and of the
 * response's envelope alike; see the table of errors in routes/README.md.
 */
public final class RequestRejectedException extends RuntimeException
    implements FailureKind.Classified {

  private static final int EXCERPT = 60;
  private static final int TOO_MANY = 429;
  private static final int FIRST_OF_SERVER = 500;
  private static final int BAD_CREDENTIALS = 502;

  private final int code;
  private final Duration retryAfter;
  private final boolean capacityExceeded;
  private final Optional<Fault> fault;
  private final Faults faults;

  /**
   * 400. For routes that throw it with a message alone, as Camel's step {@code throwException}
   * does; the bean method {@code requests.reject} throws it with another code.
   */
  public RequestRejectedException(String message) {
    this(400, message, null, null);
  }

  private RequestRejectedException(int code, String message, Duration retryAfter, Throwable cause) {
    this(code, message, retryAfter, false, Optional.empty(), Faults.NONE, cause);
  }

  private RequestRejectedException(
      int code,
      String message,
      Duration retryAfter,
      boolean capacityExceeded,
      Optional<Fault> fault,
      Faults faults,
      Throwable cause) {
    super(Objects.requireNonNull(message, "message is null"), cause);
    this.code = code;
    this.retryAfter = retryAfter;
    this.capacityExceeded = capacityExceeded;
    this.fault = Objects.requireNonNull(fault, "fault is null");
    this.faults = Objects.requireNonNull(faults, "faults is null");
  }

  /** 400: a field of the request is wrong. The message starts with the field's name. */
  public static RequestRejectedException invalid(String field, String why) {
    Fault fault = new Fault(field, why);
    return new RequestRejectedException(
        400, fault.toString(), null, false, Optional.of(fault), Faults.NONE, null);
  }

  /**
   * With a code that a route has chosen.
   *
   * @param code an HTTP status from 400 to 599
   */
  public static RequestRejectedException withCode(int code, String message) {
    if (code < 400 || code > 599) {
      throw new IllegalArgumentException(
          "code " + code + " is not a failure; use an HTTP status from 400 to 599");
    }
    return new RequestRejectedException(code, message, null, null);
  }

  /** 400: a document has faults, each of which is told. */
  public static RequestRejectedException faulty(Faults faults) {
    return new RequestRejectedException(
        400, faults.summary(), null, false, Optional.empty(), faults, null);
  }

  /**
   * 400 for the whole of a request: malformed JSON, or refused by the API server with its own
   * words.
   */
  public static RequestRejectedException badRequest(String message) {
    return new RequestRejectedException(400, message, null, null);
  }

  /** 403: the API server forbids it; the message names the verb and the resource. */
  public static RequestRejectedException forbidden(String message) {
    return new RequestRejectedException(403, message, null, null);
  }

  /** 403: the cluster has no room for it now (a quota); another one may. */
  public static RequestRejectedException noCapacity(String message) {
    return new RequestRejectedException(
        403, message, null, true, Optional.empty(), Faults.NONE, null);
  }

  /**
   * 404: there is no such thing. The message says {@code not found}, by which AEnvironment's CLI
   * knows it.
   */
  public static RequestRejectedException notFound(String what, String id) {
    return new RequestRejectedException(404, what + " " + excerpt(id) + " not found", null, null);
  }

  /** 404, with a word on what there is instead. */
  public static RequestRejectedException notFound(String what, String id, String instead) {
    return new RequestRejectedException(
        404, what + " " + excerpt(id) + " not found; " + instead, null, null);
  }

  /** 409: the same idempotency key came with another request. */
  public static RequestRejectedException conflict(String message) {
    return new RequestRejectedException(409, message, null, null);
  }

  /** 413: the body is too large to be read. */
  public static RequestRejectedException tooLarge(String message) {
    return new RequestRejectedException(413, message, null, null);
  }

  /** 429: too many requests; the caller may try again after a while. */
  public static RequestRejectedException tooMany(String message, Duration retryAfter) {
    return new RequestRejectedException(429, message, retryAfter, null);
  }

  /** 502: the cluster rejects this runner's credentials. */
  public static RequestRejectedException badCredentials(String message, Throwable cause) {
    return new RequestRejectedException(BAD_CREDENTIALS, message, null, cause);
  }

  /** 503: the cluster can't be reached or is overloaded; the caller may try again after a while. */
  public static RequestRejectedException unavailable(
      String message, Duration retryAfter, Throwable cause) {
    return new RequestRejectedException(503, message, retryAfter, cause);
  }

  /** 500: a fault of this program; its details are in the log, under the reference. */
  public static RequestRejectedException internal(String reference, Throwable cause) {
    return new RequestRejectedException(
        500, "internal error; see the server log, reference " + reference, null, cause);
  }

  /** The text in quotes, cut where it is long, its control characters shown as {@code ?}. */
  public static String excerpt(String text) {
    return '"' + Text.printable(Text.cut(text, EXCERPT)) + '"';
  }

  public int code() {
    return code;
  }

  @Override
  public FailureKind kind() {
    if (capacityExceeded) {
      return FailureKind.NO_ROOM;
    }
    if (isCredentialsRejected()) {
      return FailureKind.CREDENTIALS_REJECTED;
    }
    return code == TOO_MANY || code >= FIRST_OF_SERVER ? FailureKind.BUSY : FailureKind.REFUSED;
  }

  /** Whether it is for want of room in one cluster, so that another one may take it. */
  public boolean isCapacityExceeded() {
    return capacityExceeded;
  }

  /** What is wrong with which field; empty where the refusal is not about one field. */
  public Optional<Fault> fault() {
    return fault;
  }

  /** What is wrong with a document; none where the refusal is not about one. */
  public Faults faults() {
    return faults;
  }

  /** Whether one cluster does not know this runner any more; another one may. */
  public boolean isCredentialsRejected() {
    return code == BAD_CREDENTIALS;
  }

  /** Whether it says something of one cluster, and nothing of the request. */
  public boolean isClusterSpecific() {
    return kind().isClusterSpecific();
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
