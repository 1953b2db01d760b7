package dev.serai.batch.callback;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses a callback may be sent to. Loopback, link-local and cloud metadata addresses are
 * rejected, because any submitter of a batch chooses its callback URL.
 *
 * @param privateAllowed whether loopback and link-local addresses are permitted nevertheless
 *     ({@code serai.callback-private}); multicast never is
 */
public record AddressRule(boolean privateAllowed) {

  /** Why an address is rejected; it follows a field's name. */
  static final String REFUSED =
      "leads to a loopback, link-local or metadata address, or to none that can be called;"
          + " serai.callback-private permits the local ones";

  /** Metadata services at addresses that are not link-local: Alibaba Cloud's, and AWS's by IPv6. */
  private static final List<InetAddress> METADATA =
      List.of(
          address(100, 100, 100, 200),
          address(0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54));

  /** Whether a connection may be made to this address. */
  public boolean permits(InetAddress address) {
    if (address.isMulticastAddress() || isOfNoHost(address)) {
      return false;
    }
    Optional<InetAddress> within = within(address);
    if (within.isPresent() && !permits(within.get())) {
      return false;
    }
    return privateAllowed || !isLocal(address);
  }

  private static boolean isLocal(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isAnyLocalAddress()
        || METADATA.contains(address);
  }

  /** 0.0.0.0/8 except 0.0.0.0 itself, which is another loopback address, and 240.0.0.0/4. */
  private static boolean isOfNoHost(InetAddress address) {
    byte[] bytes = address.getAddress();
    int first = Byte.toUnsignedInt(bytes[0]);
    return bytes.length == 4 && (first >= 240 || (first == 0 && !address.isAnyLocalAddress()));
  }

  /** The IPv4 address in an IPv6 address: NAT64, 6to4 or IPv4-compatible. */
  private static Optional<InetAddress> within(InetAddress address) {
    if (!(address instanceof Inet6Address six) || six.isLoopbackAddress()) {
      return Optional.empty();
    }
    byte[] bytes = six.getAddress();
    if (startsWith(bytes, 0x20, 0x02)) {
      return Optional.of(address(Arrays.copyOfRange(bytes, 2, 6)));
    }
    boolean last =
        startsWith(bytes, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)
            || startsWith(bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    return last ? Optional.of(address(Arrays.copyOfRange(bytes, 12, 16))) : Optional.empty();
  }

  private static boolean startsWith(byte[] bytes, int... prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (Byte.toUnsignedInt(bytes[i]) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  private static InetAddress address(int... bytes) {
    byte[] raw = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      raw[i] = (byte) bytes[i];
    }
    return address(raw);
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not the length of an address", e);
    }
  }
}
