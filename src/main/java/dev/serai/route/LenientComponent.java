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

/** Stands in for a component that can't be made twice; every endpoint exists and does nothing. */
final class LenientComponent extends DefaultComponent {

  LenientComponent(CamelContext context) {
    super(context);
    // Camel would take it for a component of the class that usually has this name
    setAutowiredEnabled(false);
  }

  @Override
  protected Endpoint createEndpoint(String uri, String rest, Map<String, Object> parameters) {
    return new Anything(uri, this);
  }

  @Override
  protected void validateParameters(String uri, Map<String, Object> parameters, String prefix) {
    // its options are unknown, so none of them is wrong
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
