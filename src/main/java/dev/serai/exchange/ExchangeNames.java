package dev.serai.exchange;

import dev.serai.exchange.ExchangeName.Kind;
import java.util.List;

/**
 * Every name that begins with {@code Serai}, of exchange properties and of message headers. They
 * are the interface between {@code routes/} and the beans; {@code routes/README.md} prints {@link
 * #ALL}.
 */
public final class ExchangeNames {

  public static final String ARRIVED_HEADERS = "SeraiArrivedHeaders";
  public static final String ATTEMPT = "SeraiAttempt";
  public static final String CALLBACK_BODY = "SeraiCallbackBody";
  public static final String CALLBACK_CAUSE = "SeraiCallbackCause";
  public static final String CLAIM = "SeraiClaim";
  public static final String DEAD_LETTER = "SeraiDeadLetter";
  public static final String DEADLINE = "SeraiDeadline";
  public static final String DOCUMENT = "SeraiDocument";
  public static final String DUE = "SeraiDue";
  public static final String EVENTS = "SeraiEvents";
  public static final String FAILURE = "SeraiFailure";
  public static final String HTTP_REQUEST = "SeraiHttpRequest";
  public static final String HTTP_RESPONSE = "SeraiHttpResponse";
  public static final String INBOX_FOLDER = "SeraiInboxFolder";
  public static final String LOG_TAIL = "SeraiLogTail";
  public static final String OUTBOX_ENTRY = "SeraiOutboxEntry";
  public static final String OPEN_ENDED = "SeraiOpenEnded";
  public static final String LAST_TRY = "SeraiLastTry";
  public static final String ORIGINAL = "SeraiOriginal";
  public static final String OUTCOME_UNCERTAIN = "SeraiOutcomeUncertain";
  public static final String PLAN = "SeraiPlan";
  public static final String REJECTION = "SeraiRejection";
  public static final String RETRIED = "SeraiRetried";
  public static final String POD_OBSERVATION = "SeraiPodObservation";
  public static final String START_FAILURE = "SeraiStartFailure";
  public static final String STARTUP_PROBLEM = "SeraiStartupProblem";
  public static final String TRIES = "SeraiTries";
  public static final String UNCERTAIN_CLUSTERS = "SeraiUncertainClusters";
  public static final String WAITS_FOR_DATABASE = "SeraiWaitsForDatabase";

  public static final String CLUSTER = "SeraiCluster";
  public static final String ENV = "SeraiEnv";
  public static final String INSTANCE_ID = "SeraiInstanceId";
  public static final String INSTANCE_UID = "SeraiInstanceUid";
  public static final String REQUEST_ID = "SeraiRequestId";

  public static final String ATTEMPTS = "SeraiAttempts";
  public static final String BATCH = "SeraiBatch";
  public static final String CALLBACK_HOST = "SeraiCallbackHost";
  public static final String CAUSE = "SeraiCause";
  public static final String CODE = "SeraiCode";
  public static final String DEAD_ID = "SeraiDeadId";
  public static final String FAILED_AT = "SeraiFailedAt";
  public static final String FAULTS = "SeraiFaults";
  public static final String ORIGINAL_MESSAGE_ID = "SeraiOriginalMessageId";
  public static final String REPLAYS = "SeraiReplays";

  public static final String ANSWER_ATTEMPT = "Serai-Attempt";
  public static final String ANSWER_CONTINUE = "Serai-Continue";
  public static final String ANSWER_LOG_TRUNCATED = "Serai-Log-Truncated";
  public static final String ANSWER_UNREACHABLE = "Serai-Unreachable";
  public static final String CALLBACK_DELIVERY = "Serai-Delivery";
  public static final String CALLBACK_EVENT = "Serai-Event";
  public static final String CALLBACK_SIGNATURE = "Serai-Signature";
  public static final String CALLBACK_TIMESTAMP = "Serai-Timestamp";

  /** All of them: properties, headers between routes, headers of messages, headers of answers. */
  public static final List<ExchangeName> ALL =
      List.of(
          property(
              ARRIVED_HEADERS,
              "Map",
              "HTTP component",
              "HTTP component",
              "the headers that came with the request, which are not sent back"),
          property(ATTEMPT, "Attempt", "itemLogs", "itemLogs", "the attempt of the requested log"),
          property(
              CALLBACK_BODY,
              "String",
              "batchCallbacks",
              "batchCallbacks",
              "body of the callback, for the dead letter"),
          property(
              CALLBACK_CAUSE,
              "String",
              "batchCallbacks",
              "batchCallbacks",
              "why the callback failed"),
          property(
              CLAIM,
              "Claim",
              "batchDispatch",
              "batchDispatch, batchTracking, placement",
              "the claim whose pod is created"),
          property(
              DEADLINE,
              "Instant",
              "HTTP component",
              "deadline",
              "until when a request by HTTP is retried"),
          property(
              DEAD_LETTER,
              "Failure",
              "queue.camel.yaml",
              "queue.camel.yaml",
              "why the request failed, for its dead letter"),
          property(
              DOCUMENT,
              "SpooledDocument",
              "batches-queue.camel.yaml",
              "batches-queue.camel.yaml",
              "the document of the message, which a retry reads again"),
          property(
              LAST_TRY,
              "Boolean",
              "batch-notifications.camel.yaml",
              "batch-notifications.camel.yaml",
              "the callback is not tried again after this try"),
          property(DUE, "Due", "sweep", "sweep", "the instance that is deleted, and why"),
          property(EVENTS, "List", "podEvents", "responses", "events of the pod, for the answer"),
          property(
              FAILURE,
              "Throwable",
              "errors.camel.yaml",
              "responses",
              "the failure to report to the client, when a later one was caught"),
          property(
              HTTP_REQUEST,
              "HttpServerRequest",
              "HTTP component",
              "instanceLogs, itemLogs, batchResults, batchEvents",
              "the request whose answer is a stream"),
          property(
              HTTP_RESPONSE,
              "HttpServerResponse",
              "instanceLogs",
              "instanceLogs, itemLogs, batchResults, batchEvents",
              "the response that a stream is written to"),
          property(
              INBOX_FOLDER,
              "String",
              "batches-inbox.camel.yaml, errors.camel.yaml",
              "batches-inbox.camel.yaml",
              "folder that the file is moved to: done or failed"),
          property(LOG_TAIL, "LogTail", "batchLogs", "batchTracking", "the end of the pod's log"),
          property(
              OUTBOX_ENTRY,
              "Notice",
              "batchNotifications",
              "batchNotifications, batchCallbacks",
              "the notice that is published"),
          property(
              OPEN_ENDED,
              "Boolean",
              "yours",
              "direct:",
              "a reload does not wait for this exchange"),
          property(
              ORIGINAL,
              "String",
              "queue.camel.yaml, yours, queue-template.camel.yaml",
              "queuedRequests",
              "text of the message, for the dead letter"),
          property(
              OUTCOME_UNCERTAIN,
              "Boolean",
              "placement",
              "errors.camel.yaml",
              "a creation was sent and not answered"),
          property(
              PLAN,
              "InstancePlan",
              "instance.camel.yaml, batch-dispatch.camel.yaml",
              "placement, podFactory, uncertainCreations, operationMetrics, instance.camel.yaml, errors.camel.yaml",
              "the plan that the request became"),
          property(
              REJECTION, "Boolean", "responses", "operationMetrics", "the request was rejected"),
          property(
              RETRIED, "Integer", "batchControl", "batchPages", "number of items queued for retry"),
          property(
              POD_OBSERVATION,
              "PodObservation",
              "batch-tracking.camel.yaml",
              "batchTracking",
              "the observation that is processed"),
          property(
              START_FAILURE,
              "Exception",
              "batchDispatch",
              "batchDispatch, batch-dispatch.camel.yaml",
              "why no pod was created"),
          property(
              TRIES,
              "Tries",
              "placement, engines/kubernetes.camel.yaml",
              "placement, engines/kubernetes.camel.yaml, instance.camel.yaml",
              "the clusters still to be tried, and the failures so far"),
          property(
              STARTUP_PROBLEM,
              "StartupProblem",
              "startupDiagnostics",
              "sweep, expiry.camel.yaml",
              "what keeps the pod from starting"),
          property(
              WAITS_FOR_DATABASE,
              "Boolean",
              "deadline",
              "deadline",
              "the request is one of those that may wait for the database"),
          property(
              UNCERTAIN_CLUSTERS,
              "Set",
              "placement",
              "placement, podFactory, batchDispatch",
              "names of the clusters that may have created the pod without answering"),
          header(
              CLUSTER,
              "String",
              "placement, podLookup, sweep, clusters, yours, batch-tracking.camel.yaml",
              "clusters, placement, engines/kubernetes.camel.yaml, instance.camel.yaml",
              "name of the cluster; without it, the first one"),
          header(
              ENV,
              "String",
              "rest.camel.yaml, yours",
              "instanceList",
              "environment: name, name@version or *"),
          header(
              INSTANCE_ID,
              "String",
              "rest.camel.yaml, queue.camel.yaml, podLookup, sweep, yours, batch-tracking.camel.yaml",
              "podLookup, operationMetrics",
              "id of the instance"),
          header(
              INSTANCE_UID,
              "String",
              "podLookup, sweep, uncertainCreations, batch-tracking.camel.yaml",
              "podLookup, engines/kubernetes.camel.yaml, instance.camel.yaml",
              "uid of the instance, to exclude another one with the same id"),
          header(
              REQUEST_ID,
              "String",
              "uncertainCreations",
              "uncertainCreations",
              "in serai.unsettled: the request whose late pod is deleted"),
          header(
              ATTEMPTS,
              "Integer",
              "queuedRequests, batchCallbacks, queue.camel.yaml",
              "serai dead",
              "in a dead letter: number of tries"),
          header(BATCH, "String", "batchCallbacks", "you", "in a dead callback: id of the batch"),
          header(
              CALLBACK_HOST,
              "String",
              "batchCallbacks",
              "you",
              "in a dead callback: host of its URL"),
          header(
              CAUSE,
              "String",
              "queuedRequests, batchCallbacks, queue.camel.yaml",
              "serai dead",
              "in a dead letter: why it is one"),
          header(
              CODE,
              "Integer",
              "queuedRequests, queue.camel.yaml",
              "serai dead",
              "in a dead letter: code of the rejection"),
          header(DEAD_ID, "String", "serai dead", "serai dead", "in a dead letter: its id"),
          header(
              FAILED_AT,
              "String",
              "queuedRequests, batchCallbacks, queue.camel.yaml",
              "serai dead",
              "in a dead letter: when it failed, ISO 8601"),
          header(
              FAULTS,
              "String",
              "queuedRequests, queue.camel.yaml",
              "serai dead",
              "in a dead letter: all faults of the document, JSON"),
          header(
              ORIGINAL_MESSAGE_ID,
              "String",
              "queuedRequests, queue.camel.yaml",
              "serai dead",
              "in a dead letter: key by which a repeat is known"),
          header(
              REPLAYS,
              "Integer",
              "serai dead, queue-template.camel.yaml",
              "serai dead",
              "in a replayed message: how often it was replayed"),
          header(
              ANSWER_ATTEMPT,
              "Integer",
              "itemLogs",
              "HTTP clients",
              "the attempt that wrote the log"),
          header(
              ANSWER_CONTINUE,
              "String",
              "instanceList",
              "HTTP clients",
              "where the next page begins; absent on the last one"),
          header(
              ANSWER_LOG_TRUNCATED,
              "Boolean",
              "itemLogs",
              "HTTP clients",
              "only the end of the log was stored"),
          header(
              ANSWER_UNREACHABLE,
              "String",
              "instanceList",
              "HTTP clients",
              "unreachable clusters, whose instances are listed as last observed"),
          header(
              CALLBACK_DELIVERY,
              "String",
              "batchCallbacks",
              "receivers of callbacks",
              "the same at every try of one callback"),
          header(
              CALLBACK_EVENT,
              "String",
              "batchCallbacks",
              "receivers of callbacks",
              "batch.finished"),
          header(
              CALLBACK_SIGNATURE,
              "String",
              "batchCallbacks",
              "receivers of callbacks",
              "sha256= and the HMAC of the timestamp, a dot and the body"),
          header(
              CALLBACK_TIMESTAMP,
              "String",
              "batchCallbacks",
              "receivers of callbacks",
              "when this try was sent, in seconds since 1970"));

  private ExchangeNames() {}

  private static ExchangeName property(
      String name, String type, String setBy, String readBy, String meaning) {
    return new ExchangeName(name, Kind.PROPERTY, type, setBy, readBy, meaning);
  }

  private static ExchangeName header(
      String name, String type, String setBy, String readBy, String meaning) {
    return new ExchangeName(name, Kind.HEADER, type, setBy, readBy, meaning);
  }
}
