package dev.serai.route;

import java.util.Optional;
import org.apache.camel.util.ObjectHelper;

/** Resolves the names of classes in routes. */
final class JavaClass {

  private JavaClass() {}

  /** The class of a full name, or of a short name that Camel knows, such as {@code String}. */
  static Optional<Class<?>> find(String name) {
    return name.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
            ObjectHelper.loadClass(name, JavaClass.class.getClassLoader(), false));
  }
}
