package dev.serai.batch.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serai.instance.RequestRejectedException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackRuleTest {

  private static final AddressRule STRICT = new AddressRule(false);
  private static final CallbackRule RULE = new CallbackRule(true, STRICT);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/hook?token=a%20b",
        "http://example.com:8080",
        "https://10.1.2.3/x",
        "https://[2001:db8::1]:8443/x",
        "HTTPS://Example.com/"
      })
  void acceptsUrlsOfTheWebAndOfPrivateNetworks(String url) {
    assertThat(RULE.parse("callbackUrl", url)).isEqualTo(URI.create(url));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not a url | is not a URL",
        "example.com/hook | must begin with",
        "ftp://example.com/ | must begin with",
        "file:///etc/passwd | must begin with",
        "https:///hook | names no host",
        "https://a_b/hook | names no host",
        "https://me:pass@example.com/ | user or a password",
        "https://example.com:0/ | port",
        "https://example.com:70000/ | port",
        "https://example.com/#part | fragment",
        "http://localhost/ | loopback",
        "http://x.LOCALHOST:80/ | loopback",
        "http://127.0.0.1/ | loopback",
        "http://127.9.9.9/ | loopback",
        "http://0.0.0.0/ | loopback",
        "http://169.254.169.254/latest | loopback",
        "http://100.100.100.200/latest | metadata",
        "http://[::1]/ | loopback",
        "http://[fe80::1]/ | loopback",
        "http://[::ffff:127.0.0.1]/ | loopback",
        "http://[64:ff9b::7f00:1]/ | loopback",
        "http://[2002:7f00:1::]/ | loopback",
        "http://224.0.0.1/ | none that can be called",
        "http://127.1/ | host",
        "http://2130706433/ | host",
        "http://0x7f000001/ | host",
      })
  void refusesWhatCantOrMustNotBeCalledAndDoesNotRepeatIt(String url, String why) {
    assertThatThrownBy(() -> RULE.parse("callbackUrl", url))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageStartingWith("callbackUrl ")
        .hasMessageContaining(why)
        .hasMessageNotContaining(url);
  }

  @Test
  void refusesAllWhereNothingCanBeSigned() {
    CallbackRule unsigned = new CallbackRule(false, STRICT);

    assertThat(unsigned.fault("https://example.com/")).get().asString().contains("callback-secret");
  }

  @Test
  void permitsLocalAddressesWhereTheyAreAllowedButNeverMulticast() {
    CallbackRule open = new CallbackRule(true, new AddressRule(true));

    assertThat(open.fault("http://127.0.0.1:8000/")).isEmpty();
    assertThat(open.fault("http://localhost:8000/")).isEmpty();
    assertThat(open.fault("http://169.254.1.1/")).isEmpty();
    assertThat(open.fault("http://224.0.0.1/")).isPresent();
    assertThat(open.fault("http://255.255.255.255/")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "::1",
        "::127.0.0.1",
        "fe80::1",
        "fd00:ec2::254",
        "0.1.2.3",
        "ff02::1"
      })
  void addressesAreRefusedInEveryForm(String address) throws UnknownHostException {
    assertThat(STRICT.permits(InetAddress.getByName(address))).isFalse();
  }

  @Test
  void signsAsAnyHmacDoes() {
    // printf '1700000000.{"id":"b-1"}' | openssl dgst -sha256 -hmac secret
    assertThat(new Signature("secret").of(Instant.ofEpochSecond(1_700_000_000), "{\"id\":\"b-1\"}"))
        .isEqualTo("sha256=dc42ae70af4406bfdb0c8e2d8dfc97639ba94f6c8bed0a494f43a8208be3620f");
  }
}
