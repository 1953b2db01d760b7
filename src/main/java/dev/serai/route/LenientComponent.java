package dev.serai.route;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Replaces a component that can't be created twice; it has every endpoint, and they do nothing. */
final class LenientComponent extends DefaultComponent {

  LenientComponent(CamelContext context) {
    super(context);
    // otherwise Camel expects the class that this name usually has
    setAutowiredEnabled(false);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> parameters) {
    return new Anything(uri, this);
  }

  @Override
  protected void validateParameters(String uri, Map<String, Object> parameters, String prefix) {
    // its options are unknown, so all are accepted
  }

  private static final class Anything extends DefaultEndpoint {

    Anything(String uri, Component component) {
      super(uri, component);
    }

    @Override
    public boolean isLenientProperties() {
      return true;
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(org.apache.camel.Exchange exchange) {}
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new DefaultConsumer(this, processor);
    }
  }
}
