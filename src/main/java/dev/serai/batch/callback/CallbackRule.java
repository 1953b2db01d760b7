package dev.serai.batch.callback;

import dev.serai.instance.RequestRejectedException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which callback URLs are accepted with a batch. What a name resolves to is checked later, when the
 * connection is made; see {@link AddressRule}.
 *
 * @param signed whether there is a secret to sign callbacks with; without it no URL is accepted,
 *     because a receiver could not distinguish a callback from a forged one
 * @param addresses to which a callback may be sent
 */
public record CallbackRule(boolean signed, AddressRule addresses) {

  private static final int LONGEST = 2048;
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|0[xX].*");
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

  public CallbackRule {
    Objects.requireNonNull(addresses, "addresses is null");
  }

  /**
   * Reads a URL.
   *
   * @param field the field to name in a rejection, which never repeats the URL: its path and its
   *     query may be secrets
   * @throws RequestRejectedException 400 for one that can't be called or must not be
   */
  public URI parse(String field, String text) {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      throw RequestRejectedException.invalid(field, fault.get());
    }
    return URI.create(text);
  }

  /** The fault of a URL, which follows its field's name; empty if there is none. */
  public Optional<String> fault(String text) {
    if (text.length() > LONGEST) {
      return Optional.of("is longer than " + LONGEST + " characters");
    }
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      return Optional.of("is not a URL; write one like https://example.com/hook");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Optional.of("must begin with http:// or https://");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("must not hold a user or a password");
    }
    if (uri.getHost() == null) {
      return Optional.of("names no host, or one that is not understood");
    }
    if (uri.getPort() == 0 || uri.getPort() > 65_535) {
      return Optional.of("has a port that is not from 1 to 65535");
    }
    if (uri.getRawFragment() != null) {
      return Optional.of("must not hold a fragment (#)");
    }
    return faultOfHost(uri.getHost()).or(this::faultOfServer);
  }

  private Optional<String> faultOfServer() {
    return signed
        ? Optional.empty()
        : Optional.of(
            "is not accepted: this server has no serai.callback-secret to sign callbacks by");
  }

  private Optional<String> faultOfHost(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    boolean local = name.equals("localhost") || name.endsWith(".localhost");
    if (local && !addresses.privateAllowed()) {
      return Optional.of(AddressRule.REFUSED);
    }
    boolean literal = host.startsWith("[") || IPV4.matcher(host).matches();
    if (!literal) {
      // the resolver would accept 127.1 or 0x7f000001, which people do not recognise
      return NUMBERS.matcher(host).matches()
          ? Optional.of("has a host that is neither a name nor an address in full")
          : Optional.empty();
    }
    try {
      return addresses.permits(InetAddress.getByName(host))
          ? Optional.empty()
          : Optional.of(AddressRule.REFUSED);
    } catch (UnknownHostException e) {
      return Optional.of("has a host that is neither a name nor an address");
    }
  }
}
