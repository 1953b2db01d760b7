package dev.serai.aliyun;

import com.aliyun.tea.TeaRequest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A call that the SDK's own function signed, to be changed before it is sent. */
final class RawCall {

  private static final String ALGORITHM = "ACS3-HMAC-SHA256";

  final Map<String, String> headers = new TreeMap<>();
  final Map<String, String> query = new TreeMap<>();
  String path;
  private final String endpoint;

  private RawCall(String endpoint, String path) {
    this.endpoint = endpoint;
    this.path = path;
  }

  static RawCall of(String endpoint, String path, String version, String action) {
    RawCall call = new RawCall(endpoint, path);
    call.headers.put("host", endpoint);
    call.headers.put("x-acs-version", version);
    call.headers.put("x-acs-action", action);
    call.headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
    call.headers.put("x-acs-date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    call.headers.put("x-acs-content-sha256", CanonicalRequest.sha256(new byte[0]));
    return call;
  }

  RawCall signed(AccessKey key) throws Exception {
    TeaRequest request = new TeaRequest();
    request.method = "GET";
    request.pathname = path;
    request.query = query;
    request.headers = headers;
    headers.put(
        "Authorization",
        com.aliyun.openapiutil.Client.getAuthorization(
            request, ALGORITHM, headers.get("x-acs-content-sha256"), key.id(), key.secret()));
    return this;
  }

  /** The error's code, or empty. */
  String send() throws Exception {
    return send("http", HttpClient.newHttpClient());
  }

  /** The same, by TLS. */
  String sendTo(TrustStore trust) throws Exception {
    return send("https", TrustingHttp.client(trust));
  }

  private String send(String scheme, HttpClient client) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create(scheme + "://" + endpoint + path + "?" + CanonicalRequest.query(query)));
    headers.forEach(
        (name, value) -> {
          if (!name.equals("host")) {
            request.header(name, value);
          }
        });
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    return new ObjectMapper().readTree(response.body()).path("Code").asText();
  }
}
