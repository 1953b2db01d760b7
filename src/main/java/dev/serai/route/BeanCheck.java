package dev.serai.route;

import dev.serai.base.NearestName;
import dev.serai.route.RouteOutline.BeanCall;
import dev.serai.route.RouteOutline.DeclaredBean;
import dev.serai.route.RouteOutline.Named;
import dev.serai.route.RouteOutline.Role;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Processor;

/** Checks that the beans that files use exist, and that they have the methods that are called. */
final class BeanCheck {

  /** Components whose endpoints call a bean. */
  private static final Set<String> BEAN_ENDPOINTS = Set.of("bean", "class");

  private static final Pattern METHOD = Pattern.compile("[?&]method=([^&]*)");

  private final Map<String, Class<?>> ours;
  private final Map<String, Class<?>> known;

  /**
   * @param ours the beans that Java code binds, by name
   * @param outlines the files, which may declare beans themselves
   */
  BeanCheck(Map<String, Class<?>> ours, Collection<RouteOutline> outlines) {
    this.ours = Objects.requireNonNull(ours, "ours is null");
    this.known = new TreeMap<>(ours);
    for (RouteOutline outline : outlines) {
      for (DeclaredBean bean : outline.references().declared()) {
        known.putIfAbsent(
            bean.name(),
            JavaClass.find(bean.type().replaceFirst("^#class:", "")).orElse(Object.class));
      }
    }
  }

  /** Checks the beans of one file; an error in the texts of several clusters is reported once. */
  void check(RouteOutline outline, Consumer<Finding> findings) {
    Set<Finding> seen = new HashSet<>();
    Consumer<Finding> once =
        finding -> {
          if (seen.add(finding)) {
            findings.accept(finding);
          }
        };
    declared(outline, once);
    outline.references().beans().forEach(call -> check(outline, call, once));
    outline.endpoints().forEach(use -> asCall(use).ifPresent(call -> check(outline, call, once)));
  }

  /**
   * Checks that a file declares no bean by the name of one of Serai's: the shipped routes would
   * call it, until the next start even when the file is deleted.
   */
  private void declared(RouteOutline outline, Consumer<Finding> findings) {
    outline.references().declared().stream()
        .filter(bean -> ours.containsKey(bean.name()))
        .forEach(
            bean ->
                findings.accept(
                    new Finding(
                        outline.file().path(),
                        bean.line(),
                        "the bean `"
                            + bean.name()
                            + "` is one of Serai's; give yours another name")));
  }

  private void check(RouteOutline outline, BeanCall call, Consumer<Finding> findings) {
    // a name with a prefix, like #class:, is created or looked up by Camel
    if (isComputed(call.ref()) || call.ref().contains(":") || isComputed(call.type())) {
      return;
    }
    Optional<Class<?>> type =
        call.ref().isEmpty()
            ? JavaClass.find(call.type())
            : Optional.ofNullable(known.get(call.ref()));
    if (type.isEmpty()) {
      if (!call.ref().isEmpty()) {
        findings.accept(
            new Finding(
                outline.file().path(),
                call.line(),
                "no bean is called `"
                    + call.ref()
                    + "`"
                    + NearestName.hint(call.ref(), known.keySet())));
      }
      return;
    }
    if (type.get() != Object.class) {
      String name = call.ref().isEmpty() ? type.get().getSimpleName() : call.ref();
      used(outline, call, name, type.get(), findings);
    }
  }

  private static void used(
      RouteOutline outline, BeanCall call, String name, Class<?> type, Consumer<Finding> findings) {
    boolean processor = Processor.class.isAssignableFrom(type);
    if (call.role() == Role.PROCESSOR && !processor) {
      findings.accept(
          new Finding(
              outline.file().path(),
              call.line(),
              "the bean `" + name + "` is not a Processor; call it by `bean` with a method"));
    }
    String method = call.method().name();
    if (call.role() != Role.CALLED || isComputed(method)) {
      return;
    }
    if (!method.isEmpty()) {
      new BeanMethods(type)
          .problem(name, method)
          .ifPresent(
              problem ->
                  findings.accept(
                      new Finding(outline.file().path(), call.method().line(), problem)));
    } else if (!processor && new BeanMethods(type).names().size() > 1) {
      findings.accept(
          new Finding(
              outline.file().path(),
              call.line(),
              "the call of the bean `"
                  + name
                  + "` names no method; there are "
                  + String.join(", ", new BeanMethods(type).names())));
    }
  }

  /** An endpoint such as {@code bean:requests?method=read} is a call as well. */
  private static Optional<BeanCall> asCall(EndpointUse use) {
    if (!BEAN_ENDPOINTS.contains(use.scheme())
        || use.direction() != EndpointUse.Direction.SENDS
        || use.isComputed()) {
      return Optional.empty();
    }
    String name = use.address().substring(use.scheme().length() + 1);
    Matcher query = METHOD.matcher(use.uri());
    String method = query.find() ? query.group(1) : use.parameters().getOrDefault("method", "");
    boolean isBean = use.scheme().equals("bean");
    return Optional.of(
        new BeanCall(
            use.line(),
            isBean ? name : "",
            isBean ? "" : name,
            new Named(use.lineOf("method"), method.strip()),
            method.isEmpty() ? Role.OPTION : Role.CALLED));
  }

  /**
   * Whether it has a placeholder, which is resolved later; values in a method's parameters do not
   * count.
   */
  private static boolean isComputed(String text) {
    return text.contains("{{") || text.startsWith("${");
  }

  /** For tests and hints. */
  List<String> names() {
    return List.copyOf(known.keySet());
  }
}
