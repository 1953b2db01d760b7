package dev.serai.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;

/**
 * The configuration of the embedded broker: where it writes, how safely, and how it behaves when it
 * is full.
 */
final class EmbeddedConfiguration {

  static final String AMQP = "amqp";

  private static final int MIB = 1024 * 1024;

  /** Beyond this the journal goes to pages on disk, a MiB each. */
  private static final long MEMORY_BYTES = 64L * MIB;

  /** With less than this free, sends fail instead of waiting for space that may never come. */
  private static final long MIN_FREE_BYTES = 64L * MIB;

  /** How long a write may wait for others to share its fsync; Artemis' own 3.3 ms is for disks. */
  private static final int FSYNC_SHARING_NANOS = 200_000;

  private static final long REDELIVERY_MS = 100;
  private static final double REDELIVERY_MULTIPLIER = 2;
  private static final long MAX_REDELIVERY_MS = 5_000;

  private final Path folder;
  private final EmbeddedBroker.Options options;

  /** In-process acceptors are known by a number in the whole JVM; tests run several brokers. */
  private final int vmId = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);

  EmbeddedConfiguration(Path folder, EmbeddedBroker.Options options) {
    this.folder = folder;
    this.options = options;
  }

  String vmUrl() {
    return "vm://" + vmId;
  }

  Configuration build() {
    ConfigurationImpl configuration = new ConfigurationImpl();
    configuration
        .setName("serai")
        .setSecurityEnabled(false)
        .setJMXManagementEnabled(false)
        .setMessageCounterEnabled(false)
        .setCriticalAnalyzer(false)
        .setResolveProtocols(false)
        .setGlobalMaxSize(Math.min(MEMORY_BYTES, Runtime.getRuntime().maxMemory() / 8))
        .setMaxDiskUsage(-1)
        .setMinDiskFree(MIN_FREE_BYTES);
    persist(configuration);
    acceptors(configuration);
    queues(configuration);
    return configuration;
  }

  private void persist(ConfigurationImpl configuration) {
    configuration
        .setPersistenceEnabled(true)
        .setJournalType(JournalType.NIO)
        .setJournalSyncTransactional(true)
        .setJournalSyncNonTransactional(true)
        .setJournalDatasync(true)
        .setLargeMessageSync(true)
        .setJournalBufferTimeout_NIO(FSYNC_SHARING_NANOS)
        .setJournalFileSize(4 * MIB)
        .setJournalPoolFiles(8)
        .setJournalDirectory(folder.resolve("journal").toString())
        .setBindingsDirectory(folder.resolve("bindings").toString())
        .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
        .setPagingDirectory(folder.resolve("paging").toString());
  }

  private void acceptors(ConfigurationImpl configuration) {
    configuration.addAcceptorConfiguration(
        new TransportConfiguration(
            InVMAcceptorFactory.class.getName(),
            new HashMap<>(Map.of(TransportConstants.SERVER_ID_PROP_NAME, vmId)),
            "in-process"));
    options
        .amqpPort()
        .ifPresent(
            port -> {
              // Finds the AMQP protocol on the class path; without a port nobody needs it.
              configuration.setResolveProtocols(true);
              configuration.addAcceptorConfiguration(
                  new TransportConfiguration(
                      NettyAcceptorFactory.class.getName(),
                      new HashMap<>(Map.of("host", "127.0.0.1", "port", port, "protocols", "AMQP")),
                      AMQP));
            });
  }

  private void queues(ConfigurationImpl configuration) {
    QueueNames names = options.names();
    configuration.addAddressSetting("#", everything());
    for (String queue : names.queues()) {
      configuration.addAddressSetting(queue, addressSettings(names.dead()));
      configuration.addAddressConfiguration(
          new CoreAddressConfiguration()
              .setName(queue)
              .addRoutingType(RoutingType.ANYCAST)
              .addQueueConfiguration(
                  QueueConfiguration.of(queue)
                      .setAddress(queue)
                      .setRoutingType(RoutingType.ANYCAST)
                      .setDurable(true)));
    }
    configuration.addAddressSetting(names.events(), addressSettings(names.dead()));
    configuration.addAddressConfiguration(
        new CoreAddressConfiguration()
            .setName(names.events())
            .addRoutingType(RoutingType.MULTICAST));
  }

  /** Of replies and integrators' own queues as well. */
  private static AddressSettings everything() {
    return new AddressSettings()
        .setMaxDeliveryAttempts(-1)
        .setRedeliveryDelay(REDELIVERY_MS)
        .setRedeliveryMultiplier(REDELIVERY_MULTIPLIER)
        .setMaxRedeliveryDelay(MAX_REDELIVERY_MS)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
        .setPageSizeBytes(MIB)
        .setAutoCreateAddresses(true)
        .setAutoCreateQueues(true)
        .setEnableMetrics(false);
  }

  /**
   * No message of Serai expires or runs out of attempts; if one ever does, it becomes a dead
   * letter.
   */
  private static AddressSettings addressSettings(String dead) {
    return everything()
        .setDeadLetterAddress(SimpleString.of(dead))
        .setExpiryAddress(SimpleString.of(dead))
        .setNoExpiry(true)
        .setAutoDeleteAddresses(false)
        .setAutoDeleteQueues(false);
  }
}
