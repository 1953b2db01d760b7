package dev.serai.http.callback;

import java.net.UnknownHostException;

/** A callback leads to an address that it must not go to. */
final class ForbiddenAddressException extends UnknownHostException {

  ForbiddenAddressException(String host) {
    super("an address of " + host + " is not permitted");
  }
}
