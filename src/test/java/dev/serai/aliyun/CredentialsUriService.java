package dev.serai.aliyun;

import java.util.Optional;

/** A credentials URI, in the form that the document "Credentials URI" of the SDKs asks for. */
final class CredentialsUriService implements Service {

  private final IssuedSessions sessions;

  CredentialsUriService(IssuedSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Optional<Api> api(Request request) {
    return request.method().equals("GET") && request.path().equals("/credentials")
        ? Optional.of(Api.CREDENTIALS_URI)
        : Optional.empty();
  }

  @Override
  public CloudResponse answer(Api api, Request request) {
    return sessions
        .answer()
        .map(CloudResponse::json)
        .orElseGet(() -> CloudResponse.text(404, "Not Found"));
  }

  @Override
  public String host() {
    return "127.0.0.1";
  }
}
