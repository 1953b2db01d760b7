package dev.serai.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.oas.models.OpenAPI;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.model.Model;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.openapi.BeanConfig;
import org.apache.camel.openapi.OpenApiHelper;
import org.apache.camel.openapi.RestOpenApiReader;
import org.apache.camel.openapi.RestOpenApiSupport;

/**
 * Bean {@code openApi}: describes the operations of the running routes. Camel's own page is
 * generated once, when its route is created, and misses the changes of a reload.
 *
 * <p>The schemas of the shipped operations are in {@code schemas.json}, because responses are built
 * from maps: {@code operations} names the schemas of each operation's body and data, {@code
 * schemas} defines them.
 */
public final class OpenApi {

  private static final JsonMapper JSON = new JsonMapper();
  private static final String JSON_TYPE = "application/json";

  private record Described(List<RestDefinition> of, ObjectNode document) {}

  private final JsonNode schemas;
  private volatile Described last = new Described(List.of(), JSON.createObjectNode());

  public OpenApi() {
    try (InputStream file = OpenApi.class.getResourceAsStream("schemas.json")) {
      schemas = JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read schemas.json", e);
    }
  }

  /** The description, with the address that the client has used as the server. */
  public String document(Exchange exchange) throws Exception {
    ObjectNode document = described(exchange.getContext()).deepCopy();
    document.putArray("servers").addObject().put("url", url(StreamedResponse.request(exchange)));
    return JSON.writeValueAsString(document);
  }

  /** The address that the client has used; a proxy passes it in Forwarded or X-Forwarded-.... */
  private static String url(HttpServerRequest request) {
    String forwarded = request.headers().get("Forwarded");
    String scheme =
        first(forwarded, "proto")
            .or(() -> first(request.headers().get("X-Forwarded-Proto"), ""))
            .orElse(request.scheme());
    String host =
        first(forwarded, "host")
            .or(() -> first(request.headers().get("X-Forwarded-Host"), ""))
            .orElse(String.valueOf(request.authority()));
    return scheme + "://" + host;
  }

  /** The value that the first proxy has set; absent if there is none, or it is not a valid host. */
  private static Optional<String> first(String header, String name) {
    Matcher value =
        Pattern.compile(
                (name.isEmpty() ? "^" : "(?i)(?:^|[;, ])" + name + "=\"?") + "([\\w.:\\[\\]-]+)")
            .matcher(Objects.requireNonNullElse(header, ""));
    return value.find() ? Optional.of(value.group(1)) : Optional.empty();
  }

  private ObjectNode described(CamelContext context) throws Exception {
    List<RestDefinition> rests =
        List.copyOf(
            context.getCamelContextExtension().getContextPlugin(Model.class).getRestDefinitions());
    Described known = last;
    if (!known.of().equals(rests)) {
      known = new Described(rests, read(context, rests));
      last = known;
    }
    return known.document();
  }

  private ObjectNode read(CamelContext context, List<RestDefinition> rests) throws Exception {
    BeanConfig config = new BeanConfig();
    Map<String, Object> properties = new HashMap<>();
    Map<String, Object> configured = context.getRestConfiguration().getApiProperties();
    if (configured != null) {
      properties.putAll(configured);
    }
    new RestOpenApiSupport().initOpenApi(config, properties);
    OpenAPI read =
        new RestOpenApiReader()
            .read(context, rests, config, context.getName(), context.getClassResolver());
    OpenApiHelper.clearVendorExtensions(read);
    ObjectNode document =
        (ObjectNode)
            JSON.readTree(RestOpenApiSupport.getFromOpenAPI(read, config, String.class, true));
    ObjectNode components = document.withObject("/components/schemas");
    schemas.path("schemas").properties().forEach(e -> components.set(e.getKey(), e.getValue()));
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        verb ->
                            complete(
                                verb.getKey() + " " + path.getKey(),
                                (ObjectNode) verb.getValue())));
    return document;
  }

  private void complete(String verbAndPath, ObjectNode operation) {
    JsonNode known = schemas.path("operations").path(verbAndPath);
    for (JsonNode type : operation.path("requestBody").path("content")) {
      if (known.has("body")) {
        ((ObjectNode) type).set("schema", reference(known.path("body").asText()));
      }
      parse((ObjectNode) type, "example");
    }
    operation
        .path("responses")
        .properties()
        .forEach(
            response -> {
              if (!known.isMissingNode()) {
                describe(response.getKey(), (ObjectNode) response.getValue(), known);
              }
              response.getValue().path("content").forEach(OpenApi::parseExamples);
            });
  }

  /** Sets the schema of a response of a shipped operation. */
  private static void describe(String code, ObjectNode response, JsonNode known) {
    if (!code.startsWith("2")) {
      content(response, JSON_TYPE).set("schema", reference("Failure"));
    } else if (known.has("data")) {
      ObjectNode schema = content(response, JSON_TYPE).putObject("schema");
      schema.putArray("allOf").add(reference("Success"));
      schema.withObject("/properties").set("data", known.path("data"));
    } else {
      known
          .path("content")
          .properties()
          .forEach(type -> content(response, type.getKey()).set("schema", type.getValue()));
    }
  }

  private static ObjectNode content(ObjectNode response, String type) {
    ObjectNode content = response.withObjectProperty("content");
    return content.withObjectProperty(type);
  }

  private static ObjectNode reference(String schema) {
    return JSON.createObjectNode().put("$ref", "#/components/schemas/" + schema);
  }

  private static void parseExamples(JsonNode type) {
    type.path("examples").forEach(example -> parse((ObjectNode) example, "value"));
  }

  /** Replaces an example's text by the JSON it contains; text that is not JSON stays as it is. */
  private static void parse(ObjectNode holder, String field) {
    JsonNode text = holder.path(field);
    if (text.isTextual() && text.textValue().stripLeading().startsWith("{")) {
      try {
        holder.set(field, JSON.readTree(text.textValue()));
      } catch (JsonProcessingException e) {
        // the example of an integrator may be anything
        return;
      }
    }
  }
}
