package dev.serai;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test waits for may take its time on a busy machine, unless the test itself names a limit,
 * and is noticed soon. Found by its name in {@code META-INF/services}, for the tests of every
 * class.
 */
public final class PatientWaits implements BeforeAllCallback {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration INTERVAL = Duration.ofMillis(25);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(PATIENCE);
    Awaitility.setDefaultPollInterval(INTERVAL);
  }
}
