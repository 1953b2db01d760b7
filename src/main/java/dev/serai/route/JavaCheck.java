package dev.serai.route;

import dev.serai.base.NearestName;
import dev.serai.exchange.ExchangeName;
import dev.serai.exchange.ExchangeName.Kind;
import dev.serai.exchange.ExchangeNames;
import dev.serai.route.RouteOutline.ClassUse;
import dev.serai.route.RouteOutline.NameUse;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks the classes that a file names, and the Serai properties and headers that it uses. */
final class JavaCheck {

  private static final String PREFIX = "serai";

  /** Candidates for a hint. */
  static final List<String> EXCEPTIONS =
      List.of(
          "java.lang.Exception",
          "java.util.concurrent.RejectedExecutionException",
          "io.github.resilience4j.circuitbreaker.CallNotPermittedException",
          "dev.serai.instance.RequestRejectedException",
          "dev.serai.cluster.ClusterUnavailableException",
          "dev.serai.batch.DatabaseUnavailableException");

  private JavaCheck() {}

  static void classes(RouteOutline outline, Consumer<Finding> findings) {
    for (ClassUse use : outline.references().classes()) {
      if (!use.name().contains("{{") && !use.name().contains("${")) {
        problem(use)
            .ifPresent(
                problem ->
                    findings.accept(new Finding(outline.file().path(), use.line(), problem)));
      }
    }
  }

  private static Optional<String> problem(ClassUse use) {
    Optional<Class<?>> found = JavaClass.find(use.name());
    if (found.isEmpty()) {
      return Optional.of(
          (use.exception() ? "there is no exception class `" : "there is no class `")
              + use.name()
              + "`"
              + (use.exception() ? nearException(use.name()) : ""));
    }
    return use.exception() && !Throwable.class.isAssignableFrom(found.get())
        ? Optional.of("`" + use.name() + "` is not an exception")
        : Optional.empty();
  }

  /** The class with the same simple name, or a similar one. */
  private static String nearException(String written) {
    String simple = written.substring(written.lastIndexOf('.') + 1);
    return EXCEPTIONS.stream()
        .filter(name -> name.endsWith("." + simple))
        .findFirst()
        .map(name -> "; did you mean `" + name + "`?")
        .orElseGet(() -> NearestName.hint(written, EXCEPTIONS));
  }

  /** Only warns, because an integrator's own name may begin like Serai's. */
  static void names(RouteOutline outline, Consumer<Finding> warnings) {
    for (NameUse use : outline.references().names()) {
      boolean ours = use.name().toLowerCase(Locale.ROOT).startsWith(PREFIX);
      if (ours && !use.name().contains("{") && !isKnown(use)) {
        warnings.accept(new Finding(outline.file().path(), use.line(), unknown(use)));
      }
    }
  }

  private static boolean isKnown(NameUse use) {
    return ExchangeNames.ALL.stream()
        .anyMatch(name -> name.kind() == use.kind() && matches(name, use));
  }

  /** Header names are case-insensitive. */
  private static boolean matches(ExchangeName name, NameUse use) {
    return use.kind() == Kind.HEADER
        ? name.name().equalsIgnoreCase(use.name())
        : name.name().equals(use.name());
  }

  private static String unknown(NameUse use) {
    boolean property = use.kind() == Kind.PROPERTY;
    boolean otherKind = ExchangeNames.ALL.stream().anyMatch(name -> name.name().equals(use.name()));
    if (otherKind) {
      return "`"
          + use.name()
          + (property ? "` is a header, not a property" : "` is a property, not a header");
    }
    List<String> known =
        ExchangeNames.ALL.stream()
            .filter(name -> name.kind() == use.kind())
            .map(ExchangeName::name)
            .toList();
    return (property ? "Serai has no property `" : "Serai has no header `")
        + use.name()
        + "`"
        + NearestName.hint(use.name(), known);
  }
}
