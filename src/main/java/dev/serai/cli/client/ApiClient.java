package dev.serai.cli.client;

import dev.serai.cli.CommandFailedException;
import dev.serai.cli.ExitCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;

/** Calls the REST API of one server, and reads its envelopes. */
public final class ApiClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** The server answers within 25 s; a long poll asks for 30 s. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(45);

  /** A large document is sent over a slow line, checked and stored before it is answered. */
  private static final Duration UPLOAD_TIMEOUT = Duration.ofMinutes(15);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();
  private final URI server;
  private final Optional<String> token;

  public ApiClient(URI server, Optional<String> token) {
    this.server = Objects.requireNonNull(server, "server is null");
    this.token = Objects.requireNonNull(token, "token is null");
  }

  /** A path made of these segments, each of them escaped. */
  public static String path(String... segments) {
    StringBuilder path = new StringBuilder();
    for (String segment : segments) {
      path.append('/').append(escape(segment));
    }
    return path.toString();
  }

  /** The path with the entries of the query whose value is not empty. */
  public static String withQuery(String path, Map<String, String> query) {
    StringJoiner pairs = new StringJoiner("&", path + "?", "").setEmptyValue(path);
    query.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            pairs.add(key + "=" + escape(value));
          }
        });
    return pairs.toString();
  }

  public ApiResult get(String path) {
    return answer(request(path).GET().build());
  }

  public ApiResult delete(String path) {
    return answer(request(path).DELETE().build());
  }

  public ApiResult post(String path) {
    return answer(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  /**
   * Sends JSON under an idempotency key, and once more when the answer got lost: the key makes that
   * safe.
   */
  ApiResult post(String path, byte[] json, String idempotencyKey) {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(HttpRequest.BodyPublishers.ofByteArray(json))
            .build();
    try {
      return read(exchange(request, BodyHandlers.ofString()));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw unreachable(e);
    } catch (IOException lost) {
      return answer(request);
    }
  }

  /**
   * Sends a file of any size as it is read, and once more when the answer got lost: the key makes
   * that safe.
   *
   * @return the envelope, of a refusal too
   */
  public ApiResponse send(String path, Path file, String contentType, String idempotencyKey) {
    HttpRequest request =
        request(path)
            .timeout(UPLOAD_TIMEOUT)
            .header("Content-Type", contentType)
            .header("Idempotency-Key", idempotencyKey)
            .POST(bodyOf(file))
            .build();
    try {
      HttpResponse<String> response;
      try {
        response = exchange(request, BodyHandlers.ofString());
      } catch (ConnectException | HttpTimeoutException e) {
        throw unreachable(e);
      } catch (IOException lost) {
        response = exchange(request, BodyHandlers.ofString());
      }
      return ApiResponse.read(server, response.statusCode(), response.body());
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private static HttpRequest.BodyPublisher bodyOf(Path file) {
    try {
      return HttpRequest.BodyPublishers.ofFile(file);
    } catch (FileNotFoundException e) {
      throw new CommandFailedException(ExitCode.USAGE, "there is no file " + file, e);
    }
  }

  /** The server's address. */
  public URI server() {
    return server;
  }

  /** The body of an answer as it comes, without a limit in time; of an error, its message. */
  public InputStream stream(String path) {
    return stream(path, "application/json");
  }

  /**
   * The body of an answer as it comes, without a limit in time; of an error, its message.
   *
   * @param accept the media type that is wanted
   */
  public InputStream stream(String path, String accept) {
    try {
      // the timeout of a request ends when the answer's headers have come
      HttpResponse<InputStream> response =
          exchange(request(path).setHeader("Accept", accept).build(), BodyHandlers.ofInputStream());
      if (response.statusCode() / 100 == 2) {
        return response.body();
      }
      try (InputStream body = response.body()) {
        ApiResult.read(
            server,
            response.statusCode(),
            new String(body.readAllBytes(), StandardCharsets.UTF_8),
            Optional.empty());
      }
      throw new CommandFailedException(
          ExitCode.ERROR, server + " answered with HTTP status " + response.statusCode());
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private ApiResult answer(HttpRequest request) {
    try {
      return read(exchange(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private ApiResult read(HttpResponse<String> response) {
    return ApiResult.read(
        server,
        response.statusCode(),
        response.body(),
        response.headers().firstValue(ApiResult.NEXT_HEADER));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(ANSWER_TIMEOUT)
            .header("Accept", "application/json");
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    return request;
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler)
      throws IOException {
    try {
      return http.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }

  private CommandFailedException unreachable(IOException e) {
    boolean refused = e instanceof ConnectException || e instanceof HttpConnectTimeoutException;
    String why =
        refused
            ? "can't reach " + server + "; is ./serai serve running?"
            : e instanceof HttpTimeoutException
                ? server + " gave no answer in time"
                : "the connection to " + server + " was lost before the answer came";
    return new CommandFailedException(ExitCode.UNREACHABLE, why, e);
  }

  private static String escape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%40", "@");
  }
}
