package dev.serai.route;

import dev.serai.exchange.ExchangeName.Kind;
import dev.serai.route.RouteOutline.BeanCall;
import dev.serai.route.RouteOutline.ClassUse;
import dev.serai.route.RouteOutline.DeclaredBean;
import dev.serai.route.RouteOutline.NameUse;
import dev.serai.route.RouteOutline.Named;
import dev.serai.route.RouteOutline.References;
import dev.serai.route.RouteOutline.Role;
import dev.serai.route.RouteOutline.Script;
import dev.serai.route.YamlNode.Entry;
import dev.serai.route.YamlNode.Mapping;
import dev.serai.route.YamlNode.Scalar;
import dev.serai.route.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects the references of a route file to Java: beans, classes, exchange properties and headers.
 */
final class ReferenceReader {

  /** Steps and expressions that call a bean. */
  private static final Set<String> CALLS = Set.of("bean", "method");

  /** Steps that name a property or a header. */
  private static final Map<String, Kind> NAMING_STEPS =
      Map.of(
          "setProperty", Kind.PROPERTY,
          "removeProperty", Kind.PROPERTY,
          "exchangeProperty", Kind.PROPERTY,
          "setHeader", Kind.HEADER,
          "removeHeader", Kind.HEADER,
          "header", Kind.HEADER);

  /** Properties of steps that name a bean, with or without {@code #}. */
  private static final Set<String> BEAN_PROPERTIES =
      Set.of("idempotentRepository", "aggregationStrategy", "circuitBreaker");

  /** Properties of steps that name a class. */
  private static final Set<String> CLASS_PROPERTIES =
      Set.of("beanType", "resultType", "unmarshalType", "collectionType");

  private static final Set<String> CONVERSIONS =
      Set.of("convertBodyTo", "convertHeaderTo", "convertVariableTo");

  private static final String CLASS = "#class:";

  private static final Pattern BEAN_IN_SIMPLE =
      Pattern.compile(
          "\\$\\{bean:([A-Za-z][\\w-]*)(?:(?:\\?method=|::|\\.)([A-Za-z]\\w*(?:\\([^}]*\\))?))?");

  private static final Pattern NAME_IN_SIMPLE =
      Pattern.compile("\\b(exchangeProperty|headers?)(?:\\.|:|\\[)['\"]?(Serai-?[A-Z][A-Za-z-]*)");

  private final List<BeanCall> beans = new ArrayList<>();
  private final List<DeclaredBean> declared = new ArrayList<>();
  private final List<ClassUse> classes = new ArrayList<>();
  private final List<NameUse> names = new ArrayList<>();

  private ReferenceReader() {}

  static References read(List<YamlNode> items, List<Script> scripts) {
    ReferenceReader reader = new ReferenceReader();
    items.forEach(item -> reader.visit("", new Entry(item.line(), item), ""));
    scripts.forEach(reader::script);
    return new References(
        List.copyOf(reader.beans),
        List.copyOf(reader.declared),
        List.copyOf(reader.classes),
        List.copyOf(reader.names));
  }

  private void visit(String key, Entry entry, String parent) {
    if (entry.value() instanceof Scalar scalar) {
      scalar(key, scalar, parent);
    } else if (entry.value() instanceof Sequence sequence) {
      for (YamlNode element : sequence.items()) {
        if (key.equals("beans") && element instanceof Mapping bean) {
          declaration(bean);
        }
        visit(key, new Entry(element.line(), element), parent);
      }
    } else if (entry.value() instanceof Mapping mapping) {
      mapping(key, mapping, parent);
    }
  }

  private void mapping(String key, Mapping mapping, String parent) {
    if (CALLS.contains(key)) {
      call(mapping, Role.CALLED);
    } else if (key.equals("process")) {
      call(mapping, Role.PROCESSOR);
    } else if (key.equals("transacted") || key.equals("policy")) {
      call(mapping, Role.OPTION);
    } else if (key.equals("throwException")) {
      mapping.scalar("exceptionType").ifPresent(type -> exception(type));
    } else if (CONVERSIONS.contains(key)) {
      mapping.scalar("type").ifPresent(this::type);
    }
    Optional.ofNullable(NAMING_STEPS.get(key))
        .ifPresent(
            kind ->
                mapping
                    .scalar("name")
                    .or(() -> mapping.scalar("expression"))
                    .ifPresent(name -> name(kind, name)));
    if (key.equals("headers") && parent.equals("setHeaders")) {
      mapping.scalar("name").ifPresent(name -> name(Kind.HEADER, name));
    }
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              boolean isRead = CALLS.contains(key) && name.equals("method");
              if (!isRead) {
                visit(name, entry, key);
              }
            });
  }

  private void scalar(String key, Scalar scalar, String parent) {
    if (scalar.type() == YamlNode.ScalarType.NULL) {
      return;
    }
    if (key.equals("exception")) {
      exception(scalar);
    } else if (CALLS.contains(key) && !parent.equals("parameters")) {
      beans.add(new BeanCall(scalar.line(), scalar.text(), "", none(scalar), Role.CALLED));
    } else if (CLASS_PROPERTIES.contains(key) || CONVERSIONS.contains(key)) {
      type(scalar);
    } else if (NAMING_STEPS.containsKey(key)) {
      name(NAMING_STEPS.get(key), scalar);
    } else if (BEAN_PROPERTIES.contains(key) || parent.equals("parameters")) {
      option(scalar, BEAN_PROPERTIES.contains(key));
    }
  }

  private void option(Scalar scalar, boolean always) {
    String text = scalar.text();
    if (text.startsWith(CLASS)) {
      String name = text.substring(CLASS.length()).replaceAll("[(#].*", "");
      classes.add(new ClassUse(scalar.line(), name, false));
    } else if (text.startsWith("#bean:") || (text.startsWith("#") && !text.contains(":"))) {
      beans.add(
          new BeanCall(
              scalar.line(), text.replaceFirst("#(bean:)?", ""), "", none(scalar), Role.OPTION));
    } else if (always && !text.startsWith("#")) {
      beans.add(new BeanCall(scalar.line(), text, "", none(scalar), Role.OPTION));
    }
  }

  private void declaration(Mapping bean) {
    bean.scalar("name")
        .ifPresent(
            name ->
                declared.add(
                    new DeclaredBean(
                        name.line(),
                        name.text(),
                        bean.scalar("type").map(Scalar::text).orElse(""))));
    bean.scalar("type")
        .filter(type -> !type.text().contains("{{"))
        .ifPresent(
            type -> {
              String name = type.text().replaceFirst("^" + CLASS, "");
              if (!name.startsWith("#")) {
                classes.add(new ClassUse(type.line(), name, false));
              }
            });
  }

  private void call(Mapping mapping, Role role) {
    Optional<Scalar> ref = mapping.scalar("ref");
    Optional<Scalar> type = mapping.scalar("beanType");
    if (ref.isPresent() || type.isPresent()) {
      int line = ref.or(() -> type).get().line();
      beans.add(
          new BeanCall(
              line,
              ref.map(Scalar::text).orElse(""),
              type.map(Scalar::text).orElse(""),
              mapping
                  .scalar("method")
                  .map(method -> new Named(method.line(), method.text().strip()))
                  .orElse(new Named(line, "")),
              role));
    }
  }

  private void script(Script script) {
    Matcher bean = BEAN_IN_SIMPLE.matcher(script.text());
    while (bean.find()) {
      Named method = new Named(script.line(), Optional.ofNullable(bean.group(2)).orElse(""));
      beans.add(new BeanCall(script.line(), bean.group(1), "", method, Role.CALLED));
    }
    Matcher name = NAME_IN_SIMPLE.matcher(script.text());
    while (name.find()) {
      Kind kind = name.group(1).equals("exchangeProperty") ? Kind.PROPERTY : Kind.HEADER;
      names.add(new NameUse(script.line(), kind, name.group(2)));
    }
  }

  private void exception(Scalar type) {
    classes.add(new ClassUse(type.line(), type.text().strip(), true));
  }

  private void type(Scalar type) {
    classes.add(new ClassUse(type.line(), type.text().strip(), false));
  }

  private void name(Kind kind, Scalar name) {
    names.add(new NameUse(name.line(), kind, name.text().strip()));
  }

  private static Named none(Scalar scalar) {
    return new Named(scalar.line(), "");
  }
}
