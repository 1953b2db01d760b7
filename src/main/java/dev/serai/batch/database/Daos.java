package dev.serai.batch.database;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.config.JdbiConfig;
import org.jdbi.v3.core.extension.ExtensionContext;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jdbi.v3.core.extension.annotation.UseExtensionConfigurer;
import org.jdbi.v3.sqlobject.SqlObject;

/**
 * The DAOs of a database. Each is attached once, to whichever handle the transaction of the calling
 * thread has: to attach it to every handle, JDBI would build a handler for each of its methods
 * anew, which took four tenths of the time of a small transaction.
 *
 * <p>So a DAO configures nothing by its annotations, for its statements would not see that; what
 * they need is configured for the whole database.
 */
public final class Daos implements JdbiConfig<Daos> {

  private static final ThreadLocal<Handle> CURRENT = new ThreadLocal<>();

  private final Map<Class<?>, Object> attached = new ConcurrentHashMap<>();

  /** Another DAO for the same transaction. */
  public static <D> D beside(SqlObject dao, Class<D> other) {
    return of(dao.getHandle(), other);
  }

  /**
   * The DAO of the transaction that this handle is of.
   *
   * @throws IllegalArgumentException if it configures something by an annotation
   */
  static <D> D of(Handle handle, Class<D> dao) {
    return handle.getConfig(Daos.class).find(handle.getJdbi(), dao);
  }

  private <D> D find(Jdbi jdbi, Class<D> dao) {
    return dao.cast(attached.computeIfAbsent(dao, type -> attach(jdbi, type)));
  }

  private Object attach(Jdbi jdbi, Class<?> dao) {
    Stream.concat(Stream.of(dao), Arrays.stream(dao.getMethods()))
        .flatMap(part -> Arrays.stream(((AnnotatedElement) part).getAnnotations()))
        .map(Annotation::annotationType)
        .filter(annotation -> annotation.isAnnotationPresent(UseExtensionConfigurer.class))
        .findFirst()
        .ifPresent(
            annotation -> {
              throw new IllegalArgumentException(
                  "%s has @%s, which its statements would not see; configure it for the database"
                      .formatted(dao.getName(), annotation.getSimpleName()));
            });
    return jdbi.getConfig(Extensions.class).findFor(dao, new CurrentHandle(jdbi)).orElseThrow();
  }

  /** Does the work of a transaction; the DAOs of this thread use its handle meanwhile. */
  static <T> T with(Handle handle, Supplier<T> work) {
    CURRENT.set(handle);
    try {
      return work.get();
    } finally {
      CURRENT.remove();
    }
  }

  /** All statements of the database share them. */
  @Override
  public Daos createCopy() {
    return this;
  }

  /** The handle of the transaction of the calling thread. */
  private record CurrentHandle(Jdbi jdbi) implements HandleSupplier {

    @Override
    public Handle getHandle() {
      Handle handle = CURRENT.get();
      if (handle == null) {
        throw new IllegalStateException("a DAO is used outside of a transaction");
      }
      return handle;
    }

    @Override
    public Jdbi getJdbi() {
      return jdbi;
    }

    @Override
    public ConfigRegistry getConfig() {
      return jdbi.getConfig();
    }

    @Override
    public <V> V invokeInContext(ExtensionContext context, Callable<V> method) throws Exception {
      return method.call();
    }
  }
}
