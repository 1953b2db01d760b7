package dev.serai.settings;

import static dev.serai.settings.SettingType.BOOLEAN;
import static dev.serai.settings.SettingType.CHOICE;
import static dev.serai.settings.SettingType.DURATION;
import static dev.serai.settings.SettingType.INT;
import static dev.serai.settings.SettingType.PATH;
import static dev.serai.settings.SettingType.SIZE;
import static dev.serai.settings.SettingType.STRING;
import static dev.serai.settings.SettingType.URI;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The one registry of all settings. The constant's name makes all of a setting's names; flags,
 * {@code --print-config} and the check of the shipped file are made from this list.
 */
public enum Setting {
  SCHEDULE_TYPE(
      CHOICE,
      "simulated|k8s|alicloud-k8s",
      "simulated",
      "Where instances run: simulated (inside this process, no containers), k8s (a cluster), or"
          + " alicloud-k8s (a cluster of Alibaba Cloud ACK)."),
  KUBECONFIG(
      PATH, "", "File that says how to reach the cluster; empty = the pod's own service account."),
  NAMESPACE(STRING, "", "Namespace for the pods; empty = the kubeconfig's or the pod's own."),
  KUBERNETES_MAX_REQUESTS(INT, 1, "256", "Maximum concurrent calls of the API server."),
  REQUEST_TIMEOUT(DURATION, 1, "10s", "How long one call of the API server may take."),
  RETRY_DEADLINE(
      DURATION, 0, "9s", "How long the work of one REST request is retried; 0s = never."),
  RETRY_DELAY(
      DURATION, 1, "100ms", "Wait before the first retry; it doubles from one to the next."),
  RETRY_MAX_DELAY(DURATION, 1, "2s", "Longest wait between two retries."),
  UNSETTLED_DELAY(
      DURATION,
      1,
      "2m",
      "Wait before the search for a pod whose creation was answered 503 and may arrive late."),

  ALICLOUD_CLUSTER_ID(STRING, "", "ID of the ACK cluster; its kubeconfig is fetched from ACK."),
  ALICLOUD_REGION(STRING, "", "Region of the ACK cluster, like cn-hangzhou."),
  ALICLOUD_KUBECONFIG_PATH(
      PATH, "", "Kubeconfig file of an ACK cluster, instead of its ID and credentials."),
  ALICLOUD_ACCESS_KEY_ID(true, "", "AccessKey ID of a RAM user, or of an STS token."),
  ALICLOUD_ACCESS_KEY_SECRET(true, "", "AccessKey secret that belongs to the ID."),
  ALICLOUD_SECURITY_TOKEN(true, "", "STS token that belongs to the AccessKey pair."),
  ALICLOUD_ROLE_ARN(STRING, "", "RAM role to assume, like acs:ram::<account>:role/<name>."),
  ALICLOUD_ROLE_SESSION_NAME(STRING, "serai", "Name of the role's session in ActionTrail."),
  ALICLOUD_ROLE_SESSION_DURATION(DURATION, 900_000, "1h", "Life of a session of the role."),
  ALICLOUD_ROLE_EXTERNAL_ID(STRING, "", "External ID that the role's trust policy requires."),
  ALICLOUD_ROLE_POLICY(STRING, "", "Policy (JSON) that narrows the role's permissions."),
  ALICLOUD_ECS_ROLE_NAME(STRING, "", "RAM role of the ECS instance that this runs on."),
  ALICLOUD_ECS_METADATA_V1(
      BOOLEAN,
      "false",
      "Fall back to version 1 of ECS's metadata service, which requires no token."),
  ALICLOUD_OIDC_PROVIDER_ARN(STRING, "", "OIDC provider of the cluster (RRSA)."),
  ALICLOUD_OIDC_TOKEN_FILE(PATH, "", "File with the pod's OIDC token (RRSA)."),
  ALICLOUD_CREDENTIALS_URI(URI, "", "URL that answers with STS credentials."),
  ALICLOUD_PROFILE(STRING, "", "Profile of the Alibaba Cloud CLI (~/.aliyun/config.json)."),
  ALICLOUD_PRIVATE_ENDPOINT(
      BOOLEAN, "false", "Reach the API server at its address inside the VPC."),
  ALICLOUD_KUBECONFIG_DURATION(
      DURATION, 900_000, 259_200_000, "24h", "Life of a kubeconfig that is fetched from ACK."),
  ALICLOUD_CS_ENDPOINT(
      STRING,
      "",
      "Address of the API of ACK, like cs.cn-hangzhou.aliyuncs.com; empty = by region."),
  ALICLOUD_STS_ENDPOINT(
      STRING, "", "Address of the API of STS, like sts-vpc.cn-hangzhou.aliyuncs.com."),
  ALICLOUD_KMS_ENDPOINT(
      STRING, "", "Address of the API of KMS, like kms-vpc.cn-hangzhou.aliyuncs.com."),

  ALICLOUD_POD_DEFAULTS(
      PATH, "", "File with defaults for every pod on ACK, like config/alicloud-pods.yaml."),

  HOST(STRING, "127.0.0.1", "Address the REST port listens on; 0.0.0.0 = all."),
  PORT(SettingType.PORT, 0, "8080", "REST port; 0 = any free one, which the log names."),
  MANAGEMENT_HOST(STRING, "127.0.0.1", "Address the management port listens on; 0.0.0.0 = all."),
  MANAGEMENT_PORT(
      SettingType.PORT,
      0,
      "9090",
      "Port of health, metrics and administration; 0 = any free one, which the log names."),
  QPS(INT, 0, "5000", "REST requests a second before the answer is 429; 0 = no limit."),
  MAX_BODY_SIZE(
      SIZE,
      1,
      "1MiB",
      "Maximum size of a request body and of a batch's item; larger ones are rejected with 413."),
  MAX_LOG_STREAMS(
      INT, 0, "100", "Maximum number of logs, results and batch events followed at once."),
  MAX_WAITING(INT, 0, "1000", "Maximum number of requests with ?wait= that wait at once."),

  ROUTES(PATH, "routes", "Folder of the Camel routes."),
  ENVIRONMENTS(PATH, "config/environments", "Folder of the environments' definitions."),
  POD_TEMPLATES(PATH, "config/pod-templates", "Folder of the pod templates."),
  DATA(
      PATH,
      "data",
      "Folder for data that must survive a restart, such as the embedded broker's queues."),

  CLEANUP_INTERVAL(DURATION, 1, "10s", "Time between two searches for instances to clean up."),
  MAX_TTL(DURATION, 1, "24h", "Longest life of an instance, also of one whose request has no TTL."),
  FINISHED_RETENTION(DURATION, 0, "1h", "How long an instance can be read after its end."),
  STUCK_GRACE(
      DURATION,
      0,
      "2m",
      "How long a pod may fail to start (image, scheduling) until it is Failed."),

  BROKER_URL(URI, "", "URL of an external JMS broker; empty = the embedded one."),
  BROKER_USER(STRING, "", "User at the external broker."),
  BROKER_PASSWORD(true, "", "Password at the external broker."),
  AMQP_PORT(
      SettingType.PORT, 0, "0", "AMQP 1.0 port of the embedded broker, on loopback only; 0 = off."),
  QUEUE_CONSUMERS(INT, 1, "8", "Number of consumers of the requests' queue."),
  REQUESTS_QUEUE(STRING, 1, "serai.requests", "Queue that requests are taken from."),
  DEAD_QUEUE(STRING, 1, "serai.requests.dead", "Queue for requests that can't succeed."),
  EVENTS_TOPIC(
      STRING,
      1,
      "serai.events",
      "Topic for the changes of instances' states and the ends of batches."),

  DATABASE_URL(
      STRING,
      "",
      "JDBC URL of the batches' database, like jdbc:postgresql://db/serai; empty = a file in the"
          + " data folder, for one process."),
  DATABASE_USER(STRING, "", "User at the database."),
  DATABASE_PASSWORD(true, "", "Password at the database."),
  BATCHES_QUEUE(STRING, 1, "serai.batches", "Queue that batches are taken from."),
  BATCHES_QUEUE_CONSUMERS(
      INT, 1, "2", "Consumers of the batches' queue; with one, a large batch holds up small ones."),
  INBOX(PATH, "", "Folder whose files are submitted as batches; empty = none."),
  MAX_BATCH_SIZE(
      SIZE, 1, "256MiB", "Maximum size of a batch's document; a larger one is rejected with 413."),
  MAX_BATCH_ITEMS(INT, 1, "1000000", "Maximum number of items in a batch."),
  BATCH_LIMIT(INT, 1, "1000", "Maximum number of active items of all batches."),
  BATCH_OWNER_LIMIT(
      INT, 0, "0", "Maximum number of active items of one owner's batches; 0 = no limit."),
  BATCH_STARTERS(INT, 1, "32", "Pods of batch items that are created at the same time."),
  BATCH_TRACKERS(INT, 1, "32", "Observations of batch pods that are processed at the same time."),
  BATCH_LOG_SIZE(SIZE, 0, "64KiB", "Size of the end of an attempt's log that is kept."),
  BATCH_LOGS(PATH, "", "Folder for the whole logs of attempts; empty = only their ends are kept."),
  BATCH_RETENTION(DURATION, 1, "720h", "How long a batch can be read after its end."),
  BATCH_SWEEP_INTERVAL(
      DURATION, 1, "5s", "Time between two comparisons of batches with their pods."),
  CALLBACK_SECRET(true, "", "Key by which callbacks of batches are signed (HMAC-SHA256)."),
  CALLBACK_PRIVATE(
      BOOLEAN,
      "false",
      "Whether callbacks may go to loopback, link-local and cloud metadata addresses."),
  CALLBACK_CONSUMERS(INT, 1, "8", "Callbacks of batches that may be under way at once."),

  LEASE_NAME(STRING, 1, "serai", "Lease by which replicas elect the one that cleans up."),
  SHUTDOWN_TIMEOUT(DURATION, 1, "25s", "How long a stop waits for work in flight.");

  private final SettingType type;
  private final String choices;
  private final long minimum;
  private final long maximum;
  private final boolean secret;
  private final String defaultText;
  private final String description;

  Setting(SettingType type, String defaultText, String description) {
    this(type, "", 0, Long.MAX_VALUE, false, defaultText, description);
  }

  Setting(SettingType type, long minimum, String defaultText, String description) {
    this(type, "", minimum, Long.MAX_VALUE, false, defaultText, description);
  }

  Setting(SettingType type, long minimum, long maximum, String defaultText, String description) {
    this(type, "", minimum, maximum, false, defaultText, description);
  }

  Setting(SettingType type, String choices, String defaultText, String description) {
    this(type, choices, 0, Long.MAX_VALUE, false, defaultText, description);
  }

  Setting(boolean secret, String defaultText, String description) {
    this(STRING, "", 0, Long.MAX_VALUE, secret, defaultText, description);
  }

  Setting(
      SettingType type,
      String choices,
      long minimum,
      long maximum,
      boolean secret,
      String defaultText,
      String description) {
    this.type = type;
    this.choices = choices;
    this.minimum = minimum;
    this.maximum = maximum;
    this.secret = secret;
    this.defaultText = defaultText;
    this.description = description;
  }

  /** The setting of this name, such as {@code cleanup-interval}. */
  public static Optional<Setting> named(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key().equals(key)).findFirst();
  }

  /** The bare name, such as {@code cleanup-interval}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name in a file and in routes, such as {@code serai.cleanup-interval}. */
  public String property() {
    return "serai." + key();
  }

  /** The name on the command line, such as {@code --cleanup-interval}. */
  public String flag() {
    return "--" + key();
  }

  /** The name in the environment, such as {@code SERAI_CLEANUP_INTERVAL}. */
  public String variable() {
    return "SERAI_" + key().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /**
   * The bare name of the setting that names a file with this secret, such as {@code
   * broker-password-file}; only secrets have one.
   */
  public Optional<String> fileKey() {
    return secret ? Optional.of(key() + "-file") : Optional.empty();
  }

  public SettingType type() {
    return type;
  }

  /** The values of a {@link SettingType#CHOICE}; empty for the other types. */
  public List<String> choices() {
    return choices.isEmpty() ? List.of() : List.of(choices.split("\\|", -1));
  }

  /**
   * The least value: a number, milliseconds of a duration, bytes of a size, characters of a text.
   */
  public long minimum() {
    return minimum;
  }

  /** The greatest value of a duration, in milliseconds. */
  public long maximum() {
    return maximum;
  }

  /**
   * Whether each of several clusters may have a value of its own, as {@code
   * serai.clusters.<name>.<key>}.
   */
  public boolean isOfCluster() {
    return this == SCHEDULE_TYPE
        || this == KUBECONFIG
        || this == NAMESPACE
        || name().startsWith("ALICLOUD_");
  }

  /** Whether it says which cluster is meant, so that several can't have the same value. */
  boolean namesOneCluster() {
    return this == KUBECONFIG || this == ALICLOUD_CLUSTER_ID || this == ALICLOUD_KUBECONFIG_PATH;
  }

  /** Whether its value may never be shown. */
  public boolean secret() {
    return secret;
  }

  /** The default, written as in a file; empty where the setting has no value by default. */
  public String defaultText() {
    return defaultText;
  }

  /** One sentence for the help and the shipped file. */
  public String description() {
    return description;
  }
}
