package dev.serai.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.rest.ParamDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.RestParamType;
import org.apache.camel.model.rest.VerbDefinition;

/**
 * The operations that the {@code rest:} definitions of the running routes declare. The HTTP
 * handlers take paths, parameters and content types from here, so that the operations of an
 * integrator's file are treated like the shipped ones.
 */
public final class RestOperations {

  private static final String MATCH = "serai.rest-operation";

  /**
   * One operation.
   *
   * @param path with variables written as {@code :name}, as in Vert.x and the metrics
   * @param consumes the media types it declares; empty if it accepts any
   * @param target the endpoint that its requests are sent to
   */
  public record Operation(
      HttpMethod method,
      String path,
      Set<String> consumes,
      Set<String> pathParameters,
      Set<String> queryParameters,
      String target) {

    public Operation {
      consumes = Set.copyOf(consumes);
      pathParameters = Set.copyOf(pathParameters);
      queryParameters = Set.copyOf(queryParameters);
    }

    /** The variables of a path, still percent-encoded; empty if the path does not match. */
    private Optional<Map<String, String>> match(String given) {
      String[] template = path.split("/", -1);
      String[] segments = given.split("/", -1);
      if (template.length != segments.length) {
        return Optional.empty();
      }
      Map<String, String> variables = new HashMap<>();
      for (int i = 0; i < template.length; i++) {
        if (template[i].startsWith(":") && !segments[i].isEmpty()) {
          variables.put(template[i].substring(1), segments[i]);
        } else if (!template[i].equals(segments[i])) {
          return Optional.empty();
        }
      }
      return Optional.of(variables);
    }
  }

  /** The operation of a request, with the variables of its path. */
  public record Match(Operation operation, Map<String, String> variables) {}

  private volatile List<Operation> operations;

  /** No operations, until they are read from a context. */
  public RestOperations() {
    this(List.of());
  }

  /** The given operations, until they are read from a context. */
  public RestOperations(List<Operation> operations) {
    this.operations = List.copyOf(operations);
  }

  /** Reads the definitions again; called whenever the routes have changed. */
  public void read(CamelContext context) {
    Collection<RestDefinition> rests =
        context.getCamelContextExtension().getContextPlugin(Model.class).getRestDefinitions();
    operations =
        List.copyOf(rests).stream()
            .flatMap(rest -> rest.getVerbs().stream().map(verb -> operation(context, rest, verb)))
            .toList();
  }

  /**
   * The operation of a request, which is cached with the request; if several match, the one that is
   * declared first, as in Camel.
   */
  public Optional<Match> of(RoutingContext request) {
    Match known = request.get(MATCH);
    if (known != null) {
      return Optional.of(known);
    }
    String normalized = request.normalizedPath();
    String path =
        normalized.length() > 1 && normalized.endsWith("/")
            ? normalized.substring(0, normalized.length() - 1)
            : normalized;
    Optional<Match> found =
        operations.stream()
            .filter(operation -> operation.method().equals(request.request().method()))
            .flatMap(
                operation ->
                    operation
                        .match(path)
                        .map(variables -> new Match(operation, variables))
                        .stream())
            .findFirst();
    found.ifPresent(match -> request.put(MATCH, match));
    return found;
  }

  private static Operation operation(
      CamelContext context, RestDefinition rest, VerbDefinition verb) {
    String consumes = verb.getConsumes() == null ? rest.getConsumes() : verb.getConsumes();
    String path = resolved(context, rest.getPath()) + "/" + resolved(context, verb.getPath());
    return new Operation(
        HttpMethod.valueOf(verb.asVerb().toUpperCase(Locale.ROOT)),
        "/" + segments(path).map(RestOperations::variable).collect(Collectors.joining("/")),
        Arrays.stream(resolved(context, consumes).split(",", -1))
            .map(type -> type.strip().toLowerCase(Locale.ROOT))
            .filter(type -> !type.isEmpty())
            .collect(Collectors.toSet()),
        parameters(verb, RestParamType.path),
        parameters(verb, RestParamType.query),
        verb.getTo() == null ? "" : resolved(context, verb.getTo().getEndpointUri()));
  }

  private static Stream<String> segments(String path) {
    return Arrays.stream(path.split("/", -1)).filter(segment -> !segment.isEmpty());
  }

  private static String variable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}")
        ? ":" + segment.substring(1, segment.length() - 1)
        : segment;
  }

  private static Set<String> parameters(VerbDefinition verb, RestParamType type) {
    return verb.getParams().stream()
        .filter(param -> param.getType() == type)
        .map(ParamDefinition::getName)
        .collect(Collectors.toSet());
  }

  private static String resolved(CamelContext context, String text) {
    return text == null ? "" : context.resolvePropertyPlaceholders(text);
  }
}
