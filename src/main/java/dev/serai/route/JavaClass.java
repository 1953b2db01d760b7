package dev.serai.route;

import java.util.Optional;
import org.apache.camel.util.ObjectHelper;

/** Finds a class by the name that a route gives it. */
final class JavaClass {

  private JavaClass() {}

  /** The class, which may be a short name that Camel knows, such as {@code String}. */
  static Optional<Class<?>> find(String name) {
    return name.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(
            ObjectHelper.loadClass(name, JavaClass.class.getClassLoader(), false));
  }
}
