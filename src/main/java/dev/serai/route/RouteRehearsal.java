package dev.serai.route;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.cluster.CamelClusterService;
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
    if (real.hasService(CamelClusterService.class) != null) {
      scratch.addService(new NobodyLeads());
    }
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

  /** The real context's beans without its components, which belong to one context each. */
  private record SharedBeans(CamelContext real) implements BeanRepository {

    @Override
    public Object lookupByName(String name) {
      Object bean = real.getRegistry().lookupByName(name);
      return bean instanceof Component ? null : bean;
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
      T bean = real.getRegistry().lookupByNameAndType(name, type);
      return isShared(bean) ? bean : null;
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
      return real.getRegistry().findByTypeWithName(type).entrySet().stream()
          .filter(entry -> isShared(entry.getValue()))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
      Set<T> found = new HashSet<>(real.getRegistry().findByType(type));
      found.removeIf(bean -> !isShared(bean));
      return Collections.unmodifiableSet(found);
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
