package dev.serai.broker;

import dev.serai.http.ResponseHeaders;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A file of {@code samples/routes} and the template of queues, as they ship, before a recorder. */
final class SampleSource implements AutoCloseable {

  private static final int STOP_SECONDS = 20;

  private final DefaultCamelContext context;

  private SampleSource(DefaultCamelContext context) {
    this.context = context;
  }

  /**
   * @param requests stands in for what serves {@code direct:process-request}
   */
  static SampleSource start(
      String sample, Map<String, String> properties, RecordedRequests requests) throws Exception {
    DefaultCamelContext context = new DefaultCamelContext();
    context.disableJMX();
    context.getShutdownStrategy().setTimeout(STOP_SECONDS);
    Properties all = new Properties();
    all.putAll(properties);
    context.getPropertiesComponent().setInitialProperties(all);
    context.getRegistry().bind("responseHeaders", new ResponseHeaders());
    context.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            errorHandler(noErrorHandler());
            from("direct:process-request").process(requests).setBody().constant("");
          }
        });
    SampleSource source = new SampleSource(context);
    try {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              file(context, Path.of("routes/queue-template.camel.yaml")),
              file(context, Path.of("samples/routes", sample + ".camel.yaml")));
      context.start();
      return source;
    } catch (Exception e) {
      source.close();
      throw e;
    }
  }

  private static Resource file(DefaultCamelContext context, Path path) {
    return ResourceHelper.resolveResource(context, "file:" + path);
  }

  @Override
  public void close() {
    context.stop();
  }

  /**
   * The program that is killed: prints each request and then hangs on the one whose body is the
   * second argument. The others are properties.
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> properties = new HashMap<>();
    for (int i = 2; i < args.length; i += 2) {
      properties.put(args[i], args[i + 1]);
    }
    RecordedRequests requests = new RecordedRequests();
    requests.hangOn(args[1]);
    requests.print(System.out);
    start(args[0], properties, requests);
    Thread.currentThread().join();
  }
}
