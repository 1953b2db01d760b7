package dev.serai.route;

import dev.serai.base.NearestName;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The public methods of a bean's class, found by name as Camel finds them: {@code owner} is {@code
 * owner()}, {@code getOwner()} or {@code isOwner()}.
 */
record BeanMethods(Class<?> type) {

  /** The methods that a name without parameters stands for; none when there is no such method. */
  List<Method> named(String name) {
    List<Method> exact = all().stream().filter(method -> method.getName().equals(name)).toList();
    return exact.isEmpty() ? getters(name) : exact;
  }

  /** Whether all objects of this type have these methods only, because it has no subclasses. */
  static boolean isCertain(Class<?> type) {
    boolean ours = type.getName().startsWith("dev.serai.");
    return Modifier.isFinal(type.getModifiers())
        || (ours && !type.isInterface() && !Modifier.isAbstract(type.getModifiers()));
  }

  /**
   * Why Camel can't call a method.
   *
   * @param bean the name of the bean in the message
   * @param written the method as written, with parameters if it has some: {@code withOwner(${body},
   *     'x')}
   */
  Optional<String> problem(String bean, String written) {
    int open = written.indexOf('(');
    String name = open < 0 ? written : written.substring(0, open).strip();
    if (open >= 0 && !written.endsWith(")")) {
      return Optional.of("`" + written + "` has no closing bracket");
    }
    if (name.equals("class") || name.equals("getClass")) {
      return Optional.empty();
    }
    List<Method> found = named(name);
    if (found.isEmpty()) {
      return Optional.of(
          "the bean `"
              + bean
              + "` has no method `"
              + name
              + "`"
              + NearestName.hintOrAll(name, names()));
    }
    if (open < 0) {
      return Optional.empty();
    }
    int given = values(written.substring(open + 1, written.length() - 1)).size();
    return found.stream().anyMatch(method -> takes(method, given))
        ? Optional.empty()
        : Optional.of(
            "`"
                + bean
                + "."
                + name
                + "` takes "
                + found.stream().map(BeanMethods::parameters).collect(Collectors.joining(" or "))
                + ", not "
                + (given == 1 ? "1 value" : given + " values"));
  }

  /** The names of the methods that may be called, for a hint. */
  TreeSet<String> names() {
    return all().stream().map(Method::getName).collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Method> all() {
    return Arrays.stream(type.getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> !method.isBridge() && !method.isSynthetic())
        .toList();
  }

  private List<Method> getters(String name) {
    if (name.isEmpty()) {
      return List.of();
    }
    String capital = name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return all().stream()
        .filter(method -> method.getParameterCount() == 0)
        .filter(
            method ->
                method.getName().equals("get" + capital) || method.getName().equals("is" + capital))
        .toList();
  }

  /** Parameters without a written value are taken from the exchange, as their annotations say. */
  private static boolean takes(Method method, int given) {
    long needed =
        Arrays.stream(method.getParameters())
            .filter(parameter -> parameter.getAnnotations().length == 0)
            .filter(parameter -> !Exchange.class.isAssignableFrom(parameter.getType()))
            .filter(parameter -> !Message.class.isAssignableFrom(parameter.getType()))
            .count();
    return given <= method.getParameterCount() && given >= needed;
  }

  private static String parameters(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** Splits at commas outside of brackets and quotes. */
  private static List<String> values(String text) {
    List<String> values = new ArrayList<>();
    if (text.isBlank()) {
      return values;
    }
    int depth = 0;
    int start = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(' || c == '{') {
        depth++;
      } else if (c == ')' || c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        values.add(text.substring(start, i));
        start = i + 1;
      }
    }
    values.add(text.substring(start));
    return values;
  }
}
