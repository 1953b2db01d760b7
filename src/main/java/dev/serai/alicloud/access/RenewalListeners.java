package dev.serai.alicloud.access;

import io.fabric8.kubernetes.client.Config;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners for new configurations. */
final class RenewalListeners {

  private static final Logger LOG = LoggerFactory.getLogger(RenewalListeners.class);

  private final List<Consumer<Config>> listeners = new CopyOnWriteArrayList<>();

  void add(Consumer<Config> listener) {
    listeners.add(listener);
  }

  void publish(Kubeconfig kubeconfig) {
    for (Consumer<Config> listener : listeners) {
      try {
        listener.accept(kubeconfig.copy());
      } catch (RuntimeException e) {
        LOG.error("New credentials could not be taken over: {}", e.toString());
      }
    }
  }
}
