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
 * The DAOs of a database. Each DAO is attached once and uses the handle of the calling thread's
 * transaction. If it were attached to each handle, JDBI would build the handlers of its methods
 * each time, which took 40 % of the time of a small transaction.
 *
 * <p>So a DAO must not be configured by annotations, which its statements would not see; the whole
 * database is configured instead.
 */
public final class Daos implements JdbiConfig<Daos> {

  private static final ThreadLocal<Handle> CURRENT = new ThreadLocal<>();

  private final Map<Class<?>, Object> attached = new ConcurrentHashMap<>();

  /** Another DAO for the same transaction. */
  public static <D> D beside(SqlObject dao, Class<D> other) {
    return of(dao.getHandle(), other);
  }

  /**
   * The DAO for the transaction of this handle.
   *
   * @throws IllegalArgumentException if the DAO is configured by an annotation
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

  /** Runs the work of a transaction; the DAOs of this thread use its handle meanwhile. */
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
