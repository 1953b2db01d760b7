package dev.serai.alicloud.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aliyun.credentials.exception.CredentialException;
import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import dev.serai.MovedClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CachedSessionTest {

  private static final Duration LIFE = Duration.ofSeconds(90);

  private final Hands hands = new Hands();
  private final CachedSession session = new CachedSession(hands, hands.clock);

  @Test
  void oneSessionServesForFourFifthsOfItsLife() {
    assertThat(token()).isEqualTo("1");
    hands.clock.move(Duration.ofSeconds(71));
    assertThat(token()).isEqualTo("1");
    hands.clock.move(Duration.ofSeconds(2));
    assertThat(token()).isEqualTo("2");
    assertThat(hands.asked).isEqualTo(2);
  }

  @Test
  void whenThereIsNoOtherItServesAlmostToItsEnd() {
    assertThat(token()).isEqualTo("1");
    hands.fail = true;
    hands.clock.move(Duration.ofSeconds(84));
    assertThat(token()).isEqualTo("1");
    hands.clock.move(Duration.ofSeconds(2));
    assertThatThrownBy(this::token).isInstanceOf(CredentialException.class).hasMessage("no");
    hands.fail = false;
    assertThat(token()).isEqualTo("2");
  }

  @Test
  void whoGetsTheSameSessionAgainAsksEachTimeUntilThereIsAnother() {
    token();
    hands.same = true;
    hands.clock.move(Duration.ofSeconds(75));
    assertThat(token()).isEqualTo("1");
    assertThat(token()).isEqualTo("1");
    assertThat(hands.asked).isEqualTo(3);
    hands.same = false;
    assertThat(token()).isEqualTo("2");
  }

  @Test
  void credentialsWithoutAnEndAreAskedForEachTime() {
    hands.endless = true;
    token();
    token();
    assertThat(hands.asked).isEqualTo(2);
  }

  private String token() {
    return session.getCredentials().getSecurityToken();
  }

  /** Hands out sessions that are told apart by their number. */
  private static final class Hands implements AlibabaCloudCredentialsProvider {

    private final MovedClock clock = new MovedClock(Instant.parse("2026-11-01T12:00:00Z"));
    private int asked;
    private int number;
    private Instant end;
    private boolean fail;
    private boolean same;
    private boolean endless;

    @Override
    public CredentialModel getCredentials() {
      asked++;
      if (fail) {
        throw new CredentialException("no");
      }
      if (!same) {
        number++;
        end = clock.instant().plus(LIFE);
      }
      return CredentialModel.builder()
          .securityToken(String.valueOf(number))
          .expiration(endless ? 0 : end.toEpochMilli())
          .build();
    }

    @Override
    public String getProviderName() {
      return "hands";
    }

    @Override
    public void close() {}
  }
}
