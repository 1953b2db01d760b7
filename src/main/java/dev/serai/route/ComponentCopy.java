package dev.serai.route;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.spi.BeanIntrospection;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.PluginHelper;

/** Copies a component for another context. */
final class ComponentCopy {

  private ComponentCopy() {}

  /**
   * A new component of the same class with the same options. A class without a public no-argument
   * constructor can't be copied and is replaced by a component that accepts everything.
   */
  static Component of(Component used, CamelContext context) {
    Component copy;
    try {
      copy = used.getClass().getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      return new LenientComponent(context);
    }
    copy.setCamelContext(context);
    BeanIntrospection introspection = PluginHelper.getBeanIntrospection(context);
    Map<String, Object> options = new LinkedHashMap<>();
    introspection.getProperties(used, options, null, false);
    PropertyConfigurer configurer = copy.getComponentPropertyConfigurer();
    if (configurer != null) {
      options.remove("camelContext");
      options.forEach((name, value) -> configurer.configure(context, copy, name, value, true));
    }
    return copy;
  }
}
