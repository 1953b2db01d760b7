package dev.serai.route;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import org.apache.camel.Service;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for a bean in a context whose routes don't run: it does nothing when it is started,
 * stopped or called, and answers zero, {@code false} or null.
 */
final class IdleService implements InvocationHandler {

  private IdleService() {}

  /**
   * @param type an interface
   */
  static <T> T of(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type, Service.class}, new IdleService()));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> proxy == Objects.requireNonNull(arguments)[0];
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "an idle " + proxy.getClass().getInterfaces()[0].getSimpleName();
      };
    }
    Class<?> result = method.getReturnType();
    return result == void.class || !result.isPrimitive()
        ? null
        : Array.get(Array.newInstance(result, 1), 0);
  }
}
