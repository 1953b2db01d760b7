package dev.serai.cluster;

import java.util.Objects;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Bean {@code instances}: the repository of the idempotent consumer. It holds nothing by itself: a
 * request is a known repeat while the cluster has a pod of its name, however often this program was
 * started since.
 */
public final class KnownInstances extends ServiceSupport implements IdempotentRepository {

  private final PodCache cache;

  public KnownInstances(PodCache cache) {
    this.cache = Objects.requireNonNull(cache, "cache is null");
  }

  @Override
  public boolean add(String id) {
    return !contains(id);
  }

  @Override
  public boolean contains(String id) {
    return cache.find(id).isPresent();
  }

  /** Nothing to remove: the engine does not make a pod and fail. */
  @Override
  public boolean remove(String id) {
    return false;
  }

  @Override
  public boolean confirm(String id) {
    return true;
  }

  @Override
  public void clear() {
    throw new UnsupportedOperationException(
        "the cluster's pods are not this repository's to delete");
  }
}
