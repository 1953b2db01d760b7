package dev.serai.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once that a Lease can't be acquired, and once that it can be again. The elector itself logs
 * the whole stack trace of each try, one in two seconds; config/logback.xml turns that off.
 */
final class LeaseOutage {

  private static final Logger LOG = LoggerFactory.getLogger(LeaseOutage.class);
  // another replica was quicker, which is normal in an election
  private static final int CONFLICT = 409;

  private final Set<String> lasting = ConcurrentHashMap.newKeySet();

  /**
   * Asks for a Lease, or writes it.
   *
   * @param lease for the log, with its cluster where there are several
   */
  <T> T watch(String lease, Supplier<T> call) {
    try {
      T answer = call.get();
      over(lease);
      return answer;
    } catch (KubernetesClientException e) {
      if (e.getCode() != CONFLICT) {
        begin(lease, ClusterErrors.translate(e, "elect a leader").getMessage());
      }
      throw e;
    }
  }

  private void begin(String lease, String why) {
    if (lasting.add(lease)) {
      LOG.warn("Cannot acquire lease {}; retrying: {}", lease, why);
    }
  }

  private void over(String lease) {
    if (lasting.remove(lease)) {
      LOG.info("Lease {} can be acquired again", lease);
    }
  }
}
