package dev.serai.pod;

import dev.serai.instance.EnvRef;

/**
 * The keys of every label and annotation that Serai writes. Labels are for selecting and hold
 * label-safe values; annotations hold the whole, unaltered ones, and only they decide.
 */
public final class PodContract {

  /** Label: {@value #MANAGED_BY_VALUE} on every pod of Serai's. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  public static final String MANAGED_BY_VALUE = "serai";

  /** Labels that AEnvironment's controller writes and selects by as well. */
  public static final String ENV_NAME = "business/aenv-name";

  public static final String ENV_VERSION = "business/aenv-version";
  public static final String ENV_OWNER = "business/aenv-owner";
  public static final String ENV_TTL = "business/aenv-ttl";

  /** Label: a hash of owner and idempotency key, on pods created with one. */
  public static final String KEY_HASH = "serai.dev/key";

  /** Label: the batch it belongs to. */
  public static final String BATCH = "serai.dev/batch";

  /** Label: the database of its batch, which alone knows what is to become of the pod. */
  public static final String STORE = "serai.dev/store";

  /** Label: the item of the batch. */
  public static final String ITEM = "serai.dev/item";

  /** Annotation: the attempt at the item that it was made for. */
  public static final String ATTEMPT = "serai.dev/attempt";

  /**
   * The prefix of the keys of a request's labels, so that no Service or NetworkPolicy selects by
   * such a key by chance.
   */
  public static final String USER_LABEL_PREFIX = "labels.serai.dev/";

  /** Label of the template's: which kind of template it is. */
  public static final String TEMPLATE_TYPE = "template-type";

  /** Annotation: the environment as {@code name@version}; see {@link EnvRef}. */
  public static final String ENV = "serai.dev/env";

  /** Annotation: the owner; absent for none. */
  public static final String OWNER = "serai.dev/owner";

  /** Annotation: the labels of the request and its environment, a JSON object of strings. */
  public static final String LABELS = "serai.dev/labels";

  /** Annotation: the TTL in effect, as a Go duration. */
  public static final String TTL = "serai.dev/ttl";

  /** Annotation: when it will be deleted, RFC 3339. */
  public static final String EXPIRES_AT = "serai.dev/expires-at";

  /** Annotation: the idempotency key as it was given. */
  public static final String IDEMPOTENCY_KEY = "serai.dev/idempotency-key";

  /** Annotation: SHA-256 of the normalised request, in hexadecimal digits. */
  public static final String REQUEST_DIGEST = "serai.dev/request-digest";

  /** Annotation: the nonce of the request that made it. */
  public static final String REQUEST_ID = "serai.dev/request-id";

  /** Annotation: why it is given up, written once and final; see {@link FailureAnnotation}. */
  public static final String FAILED = "serai.dev/failed";

  /**
   * Annotation in memory alone: the name of the cluster that the pod was read from. It is never
   * sent, since a cluster may be called otherwise tomorrow.
   */
  public static final String CLUSTER = "serai.dev/cluster";

  /**
   * Annotation: the clusters, separated by commas, that may have taken the same instance before
   * this one did, because their answers were lost. A pod of the same name there is superfluous.
   */
  public static final String PASSED_OVER = "serai.dev/passed-over";

  /** Annotation on simulated clusters: how to play it, as JSON. */
  public static final String SIMULATION = "serai.dev/simulation";

  /** The container that is the instance. */
  public static final String MAIN_CONTAINER = "main";

  /** The container beside it, whose image a datasource names. */
  public static final String SECOND_CONTAINER = "second";

  private PodContract() {}
}
