package dev.serai.route;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Component;
import org.apache.camel.Service;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/**
 * Loads route files into a temporary context, so that Camel's own errors are found before the
 * running routes are changed. Its components are new and its routes don't start: no port is opened
 * and no broker is called.
 */
final class RouteRehearsal {

  private final CamelContext real;

  RouteRehearsal(CamelContext real) {
    this.real = real;
  }

  /** What Camel rejects: a file with an error is left out, and the others are tried again. */
  List<Finding> findings(Collection<RouteFile> files) {
    List<RouteFile> left = new ArrayList<>(files);
    List<Finding> findings = new ArrayList<>();
    while (!left.isEmpty()) {
      try {
        play(left);
        return findings;
      } catch (RouteLoadException e) {
        Finding next = e.finding();
        if (findings.stream().anyMatch(found -> found.message().equals(next.message()))) {
          // its message names no route, and the file that was left out was not the one
          return findings;
        }
        findings.add(next);
        left.removeIf(file -> file.path().equals(next.file()));
      }
    }
    return findings;
  }

  /**
   * @throws RouteLoadException when a file can't be loaded; the message names it
   */
  void play(Collection<RouteFile> files) throws RouteLoadException {
    try (DefaultCamelContext scratch = scratch()) {
      RouteLoading.load(scratch, files);
      try {
        scratch.start();
      } catch (Exception e) {
        throw RouteLoadException.of(files, e);
      }
    } catch (RouteLoadException e) {
      throw e;
    } catch (Exception e) {
      throw RouteLoadException.of(files, e);
    }
  }

  private DefaultCamelContext scratch() throws Exception {
    DefaultCamelContext scratch = new DefaultCamelContext(new SharedBeans(real));
    scratch.disableJMX();
    scratch.getCamelContextExtension().setName(real.getName() + "-rehearsal");
    scratch.setAutoStartup(false);
    scratch.setStartupSummaryLevel(StartupSummaryLevel.Off);
    scratch.setApplicationContextClassLoader(real.getApplicationContextClassLoader());
    PropertiesComponent properties = new PropertiesComponent();
    properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
    properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    properties.addPropertiesSource(new SharedProperties(real));
    scratch.setPropertiesComponent(properties);
    scratch
        .getCamelContextExtension()
        .addContextPlugin(ComponentResolver.class, new FreshComponents(real));
    scratch.addService(new NobodyLeads());
    scratch.setRestConfiguration(copy(real.getRestConfiguration()));
    return scratch;
  }

  /** For {@code master:} endpoints, which need a cluster service when they are created. */
  private static final class NobodyLeads
      extends AbstractCamelClusterService<AbstractCamelClusterView> {

    @Override
    protected AbstractCamelClusterView createView(String namespace) {
      throw new UnsupportedOperationException("a rehearsal starts no route");
    }
  }

  private static RestConfiguration copy(RestConfiguration from) {
    RestConfiguration copy = new RestConfiguration();
    copy.setComponent(from.getComponent());
    copy.setContextPath(from.getContextPath());
    copy.setBindingMode(from.getBindingMode());
    copy.setInlineRoutes(from.isInlineRoutes());
    copy.setHost(from.getHost());
    copy.setPort(from.getPort());
    return copy;
  }

  private record SharedProperties(CamelContext real) implements PropertiesSource {

    @Override
    public String getName() {
      return "shared";
    }

    @Override
    public String getProperty(String name) {
      return real.getPropertiesComponent().resolveProperty(name).orElse(null);
    }
  }

  /**
   * The real context's beans without its components, which belong to one context each. A context
   * starts and stops the services that its routes use, such as an idempotent repository, which
   * forgets all keys then, and makes itself the context of beans that have one; so the rehearsal
   * gets stand-ins for them.
   */
  private record SharedBeans(CamelContext real) implements BeanRepository {

    @Override
    public Object lookupByName(String name) {
      Object bean = real.getRegistry().lookupByName(name);
      if (bean instanceof Component) {
        return null;
      }
      // looked up without its type, since it may be an object of another class with a method
      return bean instanceof AggregationStrategy strategy
          ? untouched(strategy, AggregationStrategy.class)
          : bean;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
      T bean = real.getRegistry().lookupByNameAndType(name, type);
      return isShared(bean) ? untouched(bean, type) : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
      Map<String, T> found = new HashMap<>(real.getRegistry().findByTypeWithName(type));
      found.values().removeIf(bean -> !isShared(bean));
      found.replaceAll((name, bean) -> untouched(bean, type));
      return found;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
      return Set.copyOf(findByTypeWithName(type).values());
    }

    private static <T> T untouched(T bean, Class<T> type) {
      boolean isTouched = bean instanceof Service || bean instanceof CamelContextAware;
      return isTouched && type.isInterface() && !(bean instanceof PlatformHttpEngine)
          ? IdleService.of(type)
          : bean;
    }

    private static boolean isShared(Object bean) {
      return !(bean instanceof Component)
          && !(bean instanceof org.apache.camel.RoutesBuilder)
          && !(bean instanceof org.apache.camel.CamelContext);
    }
  }

  /**
   * New components of the classes that the real context uses, with the same configuration. A
   * component that the program has created holds connections and is replaced by one that accepts
   * everything, since the options of its endpoints have been checked before.
   */
  private static final class FreshComponents extends DefaultComponentResolver {

    private final CamelContext real;

    FreshComponents(CamelContext real) {
      this.real = real;
    }

    @Override
    public Component resolveComponent(String name, CamelContext scratch) {
      if (real.getRegistry().lookupByNameAndType(name, Component.class) != null) {
        return new LenientComponent(scratch);
      }
      Component used = real.hasComponent(name);
      return used == null ? super.resolveComponent(name, scratch) : ComponentCopy.of(used, scratch);
    }
  }
}
