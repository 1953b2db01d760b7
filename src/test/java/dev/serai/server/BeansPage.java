package dev.serai.server;

import dev.serai.instance.EnvInstance;
import dev.serai.instance.InstanceRequest;
import dev.serai.pod.InstancePlan;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.apache.camel.Headers;

/** Makes {@code routes/BEANS.md} of the classes and their Javadoc. */
final class BeansPage {

  private static final String HEAD =
      """
      # The beans that routes call

      This page is generated from the code: `BeansPageTest` compares it, and rewrites it with `-Dserai.generated.write=true`.

      A step calls a bean by name and method, `- bean: { ref: requests, method: read }`; an expression does the same with
      `method: { ref: deadline, method: isOpen }`. What a method takes comes from the exchange by itself: the *body*, a *header*, a
      *property*, or the exchange as a whole. A parameter that says nothing of the kind is the body if it is the first one, and is
      written down else: `method: "withOwner(${body}, ${header.X-Team})"`. What a method returns is the new body; after a method that
      returns nothing, the body is as before. `./serai validate` checks names, methods and the number of values.

      Properties and headers are described in [README.md](README.md#properties-and-headers).

      """;

  private static final List<Class<?>> VALUES =
      List.of(InstanceRequest.class, InstancePlan.class, EnvInstance.class);

  private static final Set<String> OF_EVERY_OBJECT =
      Set.of("equals", "hashCode", "toString", "close");

  private final Map<Class<?>, JavaSource> sources = new HashMap<>();
  private final Properties descriptions = new Properties();
  private final Set<String> undescribed = new TreeSet<>();
  private final Set<String> used = new TreeSet<>();

  private BeansPage() {
    try (InputStream in = BeansPage.class.getResourceAsStream("bean-descriptions.properties")) {
      descriptions.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Methods and fields that neither Javadoc nor the properties describe, and unused properties. */
  static Set<String> undescribed() {
    BeansPage page = new BeansPage();
    page.page();
    page.descriptions.stringPropertyNames().stream()
        .filter(name -> !page.used.contains(name))
        .forEach(name -> page.undescribed.add("unused: " + name));
    return page.undescribed;
  }

  static String text() {
    return new BeansPage().page();
  }

  private String page() {
    StringBuilder page = new StringBuilder(HEAD);
    RouteBeans.all().forEach((name, type) -> bean(name, type, page));
    page.append("# The values that expressions read\n\n");
    page.append(
        "`${body.owner}` reads the field `owner` of the body, and `${exchangeProperty.SeraiPlan.id}` that of the plan.\n\n");
    VALUES.forEach(type -> value(type, page));
    return page.toString().stripTrailing() + "\n";
  }

  private void bean(String name, Class<?> type, StringBuilder page) {
    JavaSource source = source(type);
    page.append("## ").append(name).append("\n\n");
    page.append("`").append(type.getSimpleName()).append("`. ").append(source.summary());
    List<Method> methods = methods(type);
    if (methods.isEmpty()) {
      page.append(" It is used as an option; routes call none of its methods.\n\n");
      return;
    }
    page.append("\n\n| method | takes | returns | what it does |\n| --- | --- | --- | --- |\n");
    for (Method method : methods) {
      page.append("| `").append(method.getName()).append("` | ");
      page.append(takes(method, names(type, method))).append(" | ");
      page.append(returns(method)).append(" | ");
      page.append(described(name + "." + method.getName(), summary(type, method))).append(" |\n");
    }
    page.append("\n");
  }

  private JavaSource source(Class<?> type) {
    return sources.computeIfAbsent(type, JavaSource::of);
  }

  private void value(Class<?> type, StringBuilder page) {
    JavaSource source = source(type);
    page.append("## ").append(type.getSimpleName()).append("\n\n").append(source.summary());
    page.append("\n\n| field | type | what it is |\n| --- | --- | --- |\n");
    Set<String> fields = new HashSet<>();
    for (RecordComponent field : type.getRecordComponents()) {
      fields.add(field.getName());
      String key = type.getSimpleName() + "." + field.getName();
      page.append("| `").append(field.getName()).append("` | ");
      page.append(shown(field.getGenericType())).append(" | ");
      page.append(described(key, source.params().getOrDefault(field.getName(), "")));
      page.append(" |\n");
    }
    for (Method method : methods(type)) {
      if (method.getParameterCount() == 0 && !fields.contains(method.getName())) {
        page.append("| `").append(method.getName()).append("` | ");
        page.append(shown(method.getGenericReturnType())).append(" | ");
        page.append(
            described(type.getSimpleName() + "." + method.getName(), summary(type, method)));
        page.append(" |\n");
      }
    }
    page.append("\n");
  }

  /** Those that Camel can call, but for what every object has and what is for Camel's own use. */
  private static List<Method> methods(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> !method.isBridge() && !method.isSynthetic())
        .filter(method -> !OF_EVERY_OBJECT.contains(method.getName()))
        .filter(method -> !isOfCamel(type, method))
        .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toGenericString))
        .toList();
  }

  private static boolean isOfCamel(Class<?> type, Method method) {
    return Arrays.stream(type.getInterfaces())
        .filter(face -> face.getName().startsWith("org.apache."))
        .flatMap(face -> Arrays.stream(face.getMethods()))
        .anyMatch(
            other ->
                other.getName().equals(method.getName())
                    && other.getParameterCount() == method.getParameterCount());
  }

  private List<String> names(Class<?> type, Method method) {
    return source(type).method(method).map(JavaSource.Method::parameters).orElse(List.of());
  }

  /** The method's own sentence, or that of the interface that it is from. */
  private String summary(Class<?> type, Method method) {
    return Stream.concat(Stream.of(type), Arrays.stream(type.getInterfaces()))
        .map(this::source)
        .flatMap(source -> source.method(method).stream())
        .map(JavaSource.Method::summary)
        .filter(summary -> !summary.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String described(String key, String javadoc) {
    if (!javadoc.isEmpty()) {
      return javadoc;
    }
    String text = descriptions.getProperty(key, "");
    used.add(key);
    if (text.isEmpty()) {
      undescribed.add(key);
    }
    return text;
  }

  private static String takes(Method method, List<String> names) {
    List<String> shown = new ArrayList<>();
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      String name = i < names.size() ? names.get(i) : "";
      shown.add(taken(parameters[i], method.getGenericParameterTypes()[i], name));
    }
    return String.join(", ", shown);
  }

  private static String taken(Parameter parameter, Type type, String name) {
    if (Exchange.class.isAssignableFrom(parameter.getType())) {
      return "exchange";
    }
    Optional<String> from =
        Arrays.stream(parameter.getAnnotations()).flatMap(a -> source(a).stream()).findFirst();
    return from.map(source -> source + ": " + shown(type)).orElse(shown(type) + " *" + name + "*");
  }

  private static Optional<String> source(Annotation annotation) {
    if (annotation instanceof Header header) {
      return Optional.of("header `" + header.value() + "`");
    }
    if (annotation instanceof ExchangeProperty property) {
      return Optional.of("property `" + property.value() + "`");
    }
    if (annotation instanceof Headers) {
      return Optional.of("headers");
    }
    return annotation instanceof Body ? Optional.of("body") : Optional.empty();
  }

  private static String returns(Method method) {
    return method.getReturnType() == void.class ? "" : shown(method.getGenericReturnType());
  }

  /** The type without its packages. */
  private static String shown(Type type) {
    String name =
        Arrays.stream(type.getTypeName().split("(?<=[<>,])"))
            .map(part -> part.replaceAll("[a-z][\\w]*\\.|\\w+\\$", ""))
            .map(String::strip)
            .collect(Collectors.joining())
            .replace(",", ", ");
    return "`" + name + "`";
  }
}
