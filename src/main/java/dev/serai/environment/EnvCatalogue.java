package dev.serai.environment;

import dev.serai.instance.EnvRef;
import dev.serai.instance.RequestRejectedException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Finds environments by name and version. */
public interface EnvCatalogue {

  Optional<Env> find(EnvRef ref);

  /**
   * The requested environment.
   *
   * @throws RequestRejectedException 404; the message has the existing versions
   */
  default Env require(EnvRef ref) {
    return find(ref).orElseThrow(() -> unknown(ref));
  }

  private RequestRejectedException unknown(EnvRef ref) {
    Set<String> versions = versionsOf(ref.name());
    return versions.isEmpty()
        ? RequestRejectedException.notFound("environment", ref.toString())
        : RequestRejectedException.notFound(
            "environment", ref.toString(), "there are the versions " + String.join(", ", versions));
  }

  /** All environments, sorted by name and version. */
  Collection<Env> all();

  /** The versions of the environment with this name, sorted; empty for an unknown one. */
  Set<String> versionsOf(String name);
}
