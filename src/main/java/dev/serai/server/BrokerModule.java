package dev.serai.server;

import dev.serai.broker.BrokerComponent;
import dev.serai.broker.BrokerConnections;
import dev.serai.broker.BrokerTransaction;
import dev.serai.broker.EmbeddedBroker;
import dev.serai.broker.ExternalBroker;
import dev.serai.broker.QueueNames;
import dev.serai.settings.Setting;
import dev.serai.settings.Settings;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.camel.component.jms.JmsComponent;

/** The connections to the broker that the settings name, or to an embedded one. */
record BrokerModule(BrokerConnections connections, QueueNames queues, int consumers) {

  static BrokerModule open(Settings settings, CloseableStack parts) {
    QueueNames queues =
        new QueueNames(
            settings.text(Setting.REQUESTS_QUEUE),
            settings.text(Setting.DEAD_QUEUE),
            QueueNames.DEFAULT.unsettled(),
            settings.text(Setting.BATCHES_QUEUE),
            settings.text(Setting.EVENTS_TOPIC));
    Optional<String> url = settings.optional(Setting.BROKER_URL);
    BrokerConnections connections =
        url.map(
                external ->
                    BrokerConnections.to(
                        new ExternalBroker(
                            URI.create(external),
                            settings.optional(Setting.BROKER_USER),
                            settings.optional(Setting.BROKER_PASSWORD))))
            .orElseGet(() -> BrokerConnections.to(embedded(settings, queues, parts)));
    return new BrokerModule(
        parts.add(connections), queues, settings.number(Setting.QUEUE_CONSUMERS));
  }

  private static EmbeddedBroker embedded(
      Settings settings, QueueNames queues, CloseableStack parts) {
    EmbeddedBroker.Options options = new EmbeddedBroker.Options(queues, OptionalInt.empty());
    int amqpPort = settings.number(Setting.AMQP_PORT);
    return parts.add(
        EmbeddedBroker.start(
            settings.path(Setting.DATA), amqpPort == 0 ? options : options.withAmqpPort(amqpPort)));
  }

  JmsComponent component() {
    return BrokerComponent.create(connections.connectionFactory(), consumers);
  }

  BrokerTransaction transaction() {
    return new BrokerTransaction(connections.connectionFactory());
  }
}
