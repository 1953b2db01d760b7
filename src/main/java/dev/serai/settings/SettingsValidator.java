package dev.serai.settings;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Values that are each right and can't be meant together. */
final class SettingsValidator {

  private static final Set<Setting> KEYS_OF_KMS =
      EnumSet.of(
          Setting.ALICLOUD_ACCESS_KEY_ID,
          Setting.ALICLOUD_ACCESS_KEY_SECRET,
          Setting.ALICLOUD_SECURITY_TOKEN);

  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("password=|//[^/?]*@", Pattern.CASE_INSENSITIVE);

  /** Queues that routes name themselves. */
  private static final List<String> OWN_QUEUES = List.of("serai.unsettled", "serai.callbacks.dead");

  private SettingsValidator() {}

  static void refuse(Settings settings) {
    String schedule = settings.text(Setting.SCHEDULE_TYPE);
    if (!schedule.equals("k8s") && settings.optional(Setting.KUBECONFIG).isPresent()) {
      throw contradiction(
          settings,
          Setting.KUBECONFIG,
          "is for schedule-type k8s, and schedule-type is " + schedule);
    }
    refuseOfAck(settings, schedule);
    refuseKeysInKms(settings);
    int port = settings.number(Setting.PORT);
    if (port != 0 && port == settings.number(Setting.MANAGEMENT_PORT)) {
      throw contradiction(settings, Setting.MANAGEMENT_PORT, "must not be the REST port");
    }
    if (settings.duration(Setting.RETRY_DELAY).compareTo(settings.duration(Setting.RETRY_MAX_DELAY))
        > 0) {
      throw contradiction(settings, Setting.RETRY_DELAY, "is longer than retry-max-delay");
    }
    boolean embedded = settings.optional(Setting.BROKER_URL).isEmpty();
    if (embedded && settings.optional(Setting.BROKER_USER).isPresent()) {
      throw contradiction(settings, Setting.BROKER_USER, "needs broker-url");
    }
    if (embedded && settings.optional(Setting.BROKER_PASSWORD).isPresent()) {
      throw contradiction(settings, Setting.BROKER_PASSWORD, "needs broker-url");
    }
    if (!embedded && settings.number(Setting.AMQP_PORT) > 0) {
      throw contradiction(
          settings, Setting.AMQP_PORT, "is the embedded broker's, and broker-url names another");
    }
    refuseOfDatabase(settings);
    refuseSharedQueues(settings);
  }

  private static void refuseSharedQueues(Settings settings) {
    Map<String, String> taken = new HashMap<>();
    OWN_QUEUES.forEach(name -> taken.put(name, "a queue of the shipped routes"));
    for (Setting setting :
        List.of(
            Setting.REQUESTS_QUEUE,
            Setting.DEAD_QUEUE,
            Setting.BATCHES_QUEUE,
            Setting.EVENTS_TOPIC)) {
      String name = settings.text(setting);
      if (!QueueName.isOne(name)) {
        throw contradiction(settings, setting, "is not a name for a queue: " + QueueName.RULE);
      }
      String other = taken.putIfAbsent(name, "the " + setting.key());
      if (other != null) {
        throw contradiction(settings, setting, "must not be " + other);
      }
    }
  }

  /** Credentials serve KMS as well, whatever the schedule type; these serve the cluster alone. */
  private static void refuseOfAck(Settings settings, String schedule) {
    if (!schedule.equals("alicloud-k8s")) {
      for (Setting setting :
          List.of(Setting.ALICLOUD_CLUSTER_ID, Setting.ALICLOUD_KUBECONFIG_PATH)) {
        if (settings.optional(setting).isPresent()) {
          throw contradiction(
              settings,
              setting,
              "is for schedule-type alicloud-k8s, and schedule-type is " + schedule);
        }
      }
    } else if (settings.optional(Setting.ALICLOUD_KUBECONFIG_PATH).isPresent()
        && settings.optional(Setting.ALICLOUD_CLUSTER_ID).isPresent()) {
      throw contradiction(
          settings,
          Setting.ALICLOUD_KUBECONFIG_PATH,
          "and alicloud-cluster-id (%s) each name a cluster; give one"
              .formatted(settings.origin(Setting.ALICLOUD_CLUSTER_ID)));
    }
  }

  private static void refuseOfDatabase(Settings settings) {
    Optional<String> url = settings.optional(Setting.DATABASE_URL);
    if (url.isEmpty()) {
      for (Setting setting : List.of(Setting.DATABASE_USER, Setting.DATABASE_PASSWORD)) {
        if (settings.optional(setting).isPresent()) {
          throw contradiction(settings, setting, "needs database-url");
        }
      }
    } else if (PASSWORD_IN_URL.matcher(url.get()).find()) {
      // the value is not shown
      throw new InvalidSettingException(
          "database-url (%s) holds a password; give it as database-password or database-password-file"
              .formatted(settings.origin(Setting.DATABASE_URL)));
    }
  }

  private static void refuseKeysInKms(Settings settings) {
    for (Setting setting : Setting.values()) {
      if (settings.kmsReference(setting).isPresent() && KEYS_OF_KMS.contains(setting)) {
        throw new InvalidSettingException(
            "%s (%s) can't be in KMS: it is what KMS is asked with"
                .formatted(setting.key(), settings.origin(setting)));
      }
    }
  }

  private static InvalidSettingException contradiction(
      Settings settings, Setting setting, String why) {
    return new InvalidSettingException(
        "%s is \"%s\" (%s); it %s"
            .formatted(setting.key(), settings.shown(setting), settings.origin(setting), why));
  }
}
