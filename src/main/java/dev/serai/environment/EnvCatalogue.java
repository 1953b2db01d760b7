package dev.serai.environment;

import dev.serai.instance.EnvRef;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Where environments are found by name and version. */
public interface EnvCatalogue {

  Optional<Env> find(EnvRef ref);

  /** All of them, sorted by name and version. */
  Collection<Env> all();

  /** The versions there are of the environment with this name, sorted; empty for an unknown one. */
  Set<String> versionsOf(String name);
}
