package dev.serai.settings;

/** Values that are each right and can't be meant together. */
final class Contradictions {

  private Contradictions() {}

  static void refuse(Settings settings) {
    if (isSimulated(settings) && settings.optional(Setting.KUBECONFIG).isPresent()) {
      throw contradiction(
          settings, Setting.KUBECONFIG, "is for schedule-type k8s, and schedule-type is simulated");
    }
    if (settings.number(Setting.PORT) == settings.number(Setting.MANAGEMENT_PORT)) {
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
    if (settings.text(Setting.REQUESTS_QUEUE).equals(settings.text(Setting.DEAD_QUEUE))) {
      throw contradiction(settings, Setting.DEAD_QUEUE, "must not be the requests-queue");
    }
  }

  private static boolean isSimulated(Settings settings) {
    return settings.text(Setting.SCHEDULE_TYPE).equals("simulated");
  }

  private static InvalidSetting contradiction(Settings settings, Setting setting, String why) {
    return new InvalidSetting(
        "%s is \"%s\" (%s); it %s"
            .formatted(setting.key(), settings.shown(setting), settings.origin(setting), why));
  }
}
