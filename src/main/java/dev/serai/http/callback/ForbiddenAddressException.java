package dev.serai.http.callback;

import java.net.UnknownHostException;

/** The host of a callback resolves to an address that is not permitted. */
final class ForbiddenAddressException extends UnknownHostException {

  ForbiddenAddressException(String host) {
    super("an address of " + host + " is not permitted");
  }
}
