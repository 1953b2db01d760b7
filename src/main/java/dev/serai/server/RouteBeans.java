package dev.serai.server;

import dev.serai.batch.Claim;
import dev.serai.batch.document.BatchDocuments;
import dev.serai.batch.document.Submissions;
import dev.serai.batch.run.ClaimRelease;
import dev.serai.batch.run.Dispatch;
import dev.serai.batch.store.Retention;
import dev.serai.batch.store.StoredBatches;
import dev.serai.batch.store.StoredLedger;
import dev.serai.batch.store.StoredNotices;
import dev.serai.batch.track.AttemptLogs;
import dev.serai.batch.track.BatchEnds;
import dev.serai.batch.track.BatchSweep;
import dev.serai.batch.track.PodObservation;
import dev.serai.batch.track.Tracking;
import dev.serai.broker.BrokerTransaction;
import dev.serai.cluster.Clusters;
import dev.serai.cluster.InstanceList;
import dev.serai.cluster.PodEvents;
import dev.serai.cluster.PodFactory;
import dev.serai.cluster.PodLookup;
import dev.serai.cluster.RequestPlanner;
import dev.serai.cluster.StartupDiagnostics;
import dev.serai.cluster.Sweep;
import dev.serai.cluster.UncertainCreations;
import dev.serai.cluster.placement.Placement;
import dev.serai.exchange.ExchangeNames;
import dev.serai.http.CloudEvents;
import dev.serai.http.Deadline;
import dev.serai.http.InstanceLogs;
import dev.serai.http.OpenApi;
import dev.serai.http.OperationMetrics;
import dev.serai.http.QueuedRequests;
import dev.serai.http.RequestText;
import dev.serai.http.ResponseHeaders;
import dev.serai.http.ResponseWriter;
import dev.serai.http.batch.BatchControl;
import dev.serai.http.batch.BatchIntake;
import dev.serai.http.batch.BatchPages;
import dev.serai.http.batch.SubmissionResponses;
import dev.serai.http.batch.stream.BatchEvents;
import dev.serai.http.batch.stream.BatchResults;
import dev.serai.http.batch.stream.ItemLogs;
import dev.serai.http.callback.BatchNotifications;
import dev.serai.http.callback.CallbackClient;
import dev.serai.http.callback.Callbacks;
import dev.serai.instance.FailurePredicates;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.RequestReader;
import dev.serai.pod.InstancePlan;
import dev.serai.route.RouteVocabulary;
import dev.serai.route.RouteVocabulary.Values;
import dev.serai.settings.Settings;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The beans that routes may use, with their classes, and the classes of the values that routes
 * receive. A test compares the beans with those that a running server binds.
 */
public final class RouteBeans {

  /** The prefix of beans that the configuration file declares. */
  private static final String DECLARED = "camel.beans.";

  private static final String CLASS = "#class:";

  private static final Values VALUES =
      new Values(
          Map.of("direct:before-plan", InstanceRequest.class),
          Map.of(
              ExchangeNames.PLAN, InstancePlan.class,
              ExchangeNames.CLAIM, Claim.class,
              ExchangeNames.POD_OBSERVATION, PodObservation.class));

  private RouteBeans() {}

  /** The beans of the server, for the shipped routes and those of integrators. */
  public static SortedMap<String, Class<?>> all() {
    SortedMap<String, Class<?>> beans = new TreeMap<>();
    beans.put("responseHeaders", ResponseHeaders.class);
    beans.put("responses", ResponseWriter.class);
    beans.put("batchCallbacks", Callbacks.class);
    beans.put("batchControl", BatchControl.class);
    beans.put("batchDispatch", Dispatch.class);
    beans.put("batchDocuments", BatchDocuments.class);
    beans.put("batchEnds", BatchEnds.class);
    beans.put("batchEvents", BatchEvents.class);
    beans.put("batchIntake", BatchIntake.class);
    beans.put("batchLogs", AttemptLogs.class);
    beans.put("batchNotifications", BatchNotifications.class);
    beans.put("batchPages", BatchPages.class);
    beans.put("batchResults", BatchResults.class);
    beans.put("batchRetention", Retention.class);
    beans.put("batchStore", StoredBatches.class);
    beans.put("batchSweep", BatchSweep.class);
    beans.put("batchTracking", Tracking.class);
    beans.put("brokerTransaction", BrokerTransaction.class);
    beans.put("callbackClient", CallbackClient.class);
    beans.put("claimRelease", ClaimRelease.class);
    beans.put("cloudEvents", CloudEvents.class);
    beans.put("clusters", Clusters.class);
    beans.put("deadline", Deadline.class);
    beans.put("podFactory", PodFactory.class);
    beans.put("failures", FailurePredicates.class);
    beans.put("instanceList", InstanceList.class);
    beans.put("itemLogs", ItemLogs.class);
    beans.put("ledger", StoredLedger.class);
    beans.put("instanceLogs", InstanceLogs.class);
    beans.put("outbox", StoredNotices.class);
    beans.put("openApi", OpenApi.class);
    beans.put("operationMetrics", OperationMetrics.class);
    beans.put("placement", Placement.class);
    beans.put("requestPlanner", RequestPlanner.class);
    beans.put("podEvents", PodEvents.class);
    beans.put("podLookup", PodLookup.class);
    beans.put("queuedRequests", QueuedRequests.class);
    beans.put("requestText", RequestText.class);
    beans.put("requests", RequestReader.class);
    beans.put("uncertainCreations", UncertainCreations.class);
    beans.put("submissionResponses", SubmissionResponses.class);
    beans.put("submissions", Submissions.class);
    beans.put("sweep", Sweep.class);
    beans.put("startupDiagnostics", StartupDiagnostics.class);
    return Collections.unmodifiableSortedMap(beans);
  }

  /**
   * The names that a route file may use with these settings: every setting and key of the
   * configuration file as a placeholder, the beans of the server and those that the configuration
   * file declares.
   */
  public static RouteVocabulary vocabulary(Settings settings) {
    Set<String> keys = new HashSet<>(settings.asProperties().keySet());
    keys.addAll(settings.otherProperties().keySet());
    Map<String, Class<?>> beans = new HashMap<>(all());
    // values of options, without methods to call
    beans.put("unsettledDelay", Object.class);
    beans.put("jms", Object.class);
    ClusterModules.names(settings).forEach(name -> beans.put("breaker-" + name, Object.class));
    settings
        .otherProperties()
        .forEach(
            (key, value) -> {
              if (key.startsWith(DECLARED)) {
                String name = key.substring(DECLARED.length()).replaceFirst("[.\\[].*", "");
                beans.merge(name, declared(key, name, value), RouteBeans::moreCertain);
              }
            });
    return RouteVocabulary.serai()
        .withProperties(keys)
        .withClusters(ClusterModules.names(settings))
        .withBeans(beans)
        .withValues(VALUES);
  }

  /** The classes of values, for the generated reference. */
  static Values values() {
    return VALUES;
  }

  /** The class of a declared bean, if this key declares one that is on the class path. */
  private static Class<?> declared(String key, String name, String value) {
    if (!key.equals(DECLARED + name) || !value.startsWith(CLASS)) {
      return Object.class;
    }
    try {
      String type = value.substring(CLASS.length()).replaceFirst("[(#].*", "");
      return Class.forName(type, false, RouteBeans.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return Object.class;
    }
  }

  private static Class<?> moreCertain(Class<?> one, Class<?> other) {
    return one == Object.class ? other : one;
  }
}
