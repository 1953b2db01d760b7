package dev.serai.http.callback;

import dev.serai.batch.callback.AddressRule;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Resolves the hosts of callbacks. The connection is made to the addresses that were checked here,
 * so that a later lookup can't give another one.
 */
final class SafeDnsResolver implements DnsResolver {

  private final DnsResolver names;
  private final AddressRule rule;

  SafeDnsResolver(DnsResolver names, AddressRule rule) {
    this.names = Objects.requireNonNull(names, "names is null");
    this.rule = Objects.requireNonNull(rule, "rule is null");
  }

  /**
   * All addresses of the host.
   *
   * @throws ForbiddenAddressException when one of them is not permitted: a name that resolves to
   *     both kinds is not trusted
   */
  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] addresses = names.resolve(host);
    for (InetAddress address : addresses) {
      if (!rule.permits(address)) {
        throw new ForbiddenAddressException(host);
      }
    }
    return addresses;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
