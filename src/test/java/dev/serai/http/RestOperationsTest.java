package dev.serai.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serai.http.RestOperations.Match;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.RestParamType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The operations that rest definitions declare, and the requests that match them. */
class RestOperationsTest {

  private final Vertx vertx = Vertx.vertx();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private final RestOperations operations = new RestOperations();

  @AfterEach
  void close() throws Exception {
    camel.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void anOperationHasWhatItsDefinitionDeclares() throws Exception {
    camel.getPropertiesComponent().addInitialProperty("base", "/things");
    RestDefinition rest = new RestDefinition().path("{{base}}").consumes("application/json");
    rest.put("/{id}/parts/{part}")
        .consumes("application/xml, Text/XML")
        .param()
        .name("id")
        .type(RestParamType.path)
        .endParam()
        .param()
        .name("part")
        .type(RestParamType.path)
        .endParam()
        .param()
        .name("owner")
        .type(RestParamType.query)
        .endParam()
        .param()
        .name("X-Note")
        .type(RestParamType.header)
        .endParam()
        .to("direct:things");
    read(rest);

    Match match = find(HttpMethod.PUT, "/things/a%2Fb/parts/7?owner=x").orElseThrow();

    assertThat(match.operation().path()).isEqualTo("/things/:id/parts/:part");
    assertThat(match.operation().consumes())
        .containsExactlyInAnyOrder("application/xml", "text/xml");
    assertThat(match.operation().pathParameters()).containsExactlyInAnyOrder("id", "part");
    assertThat(match.operation().queryParameters()).containsExactly("owner");
    assertThat(match.operation().target()).isEqualTo("direct:things");
    assertThat(match.variables()).containsEntry("id", "a%2Fb").containsEntry("part", "7");
  }

  @Test
  void anOperationTakesWhatItsRestTakesUnlessItSaysOtherwise() throws Exception {
    RestDefinition rest = new RestDefinition().path("/things").consumes("application/json");
    rest.post().to("direct:things");
    read(rest);

    assertThat(find(HttpMethod.POST, "/things/").orElseThrow().operation().consumes())
        .containsExactly("application/json");
    assertThat(find(HttpMethod.GET, "/things")).isEmpty();
    assertThat(find(HttpMethod.POST, "/things/x")).isEmpty();
  }

  @Test
  void theFirstOneDeclaredIsFoundWhereSeveralFit() throws Exception {
    RestDefinition rest = new RestDefinition().path("/things");
    rest.get("/list").to("direct:list");
    rest.get("/{id}").to("direct:get");
    read(rest);

    assertThat(find(HttpMethod.GET, "/things/list").orElseThrow().operation().target())
        .isEqualTo("direct:list");
    assertThat(find(HttpMethod.GET, "/things/other").orElseThrow().operation().target())
        .isEqualTo("direct:get");
  }

  private void read(RestDefinition rest) {
    camel.getCamelContextExtension().getContextPlugin(Model.class).getRestDefinitions().add(rest);
    operations.read(camel);
  }

  /** Sends a request to a server that looks up its operation. */
  private Optional<Match> find(HttpMethod method, String uri) throws Exception {
    CompletableFuture<Optional<Match>> found = new CompletableFuture<>();
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              found.complete(operations.of(context));
              context.response().end();
            });
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    RequestOptions request =
        new RequestOptions()
            .setMethod(method)
            .setHost("127.0.0.1")
            .setPort(server.actualPort())
            .setURI(uri);
    vertx
        .createHttpClient()
        .request(request)
        .compose(sent -> sent.send())
        .toCompletionStage()
        .toCompletableFuture()
        .get();
    return found.get();
  }
}
