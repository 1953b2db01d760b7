package dev.serai.aliyun;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Container Service 2015-12-15, in ROA style: the documents "DescribeClusterUserKubeconfig" and
 * "DescribeClusterDetail". What RAM does not allow is refused as the frequently asked questions
 * about authorization management of ACK show it.
 */
final class CsService implements Service {

  private static final Pattern USER_CONFIG = Pattern.compile("/k8s/([^/]+)/user_config");
  private static final Pattern DETAIL = Pattern.compile("/clusters/([^/]+)");
  private static final Duration WITHOUT_DURATION = Duration.ofDays(3 * 365);

  private final Authenticator authenticator;
  private final Map<String, CloudCluster> clusters;
  private final Clock clock;

  CsService(Authenticator authenticator, Map<String, CloudCluster> clusters, Clock clock) {
    this.authenticator = authenticator;
    this.clusters = clusters;
    this.clock = clock;
  }

  @Override
  public Optional<Api> api(Request request) {
    if (!request.method().equals("GET")
        || !request.header("x-acs-version").equals(Optional.of("2015-12-15"))) {
      return Optional.empty();
    }
    String action = request.action().orElse("");
    if (USER_CONFIG.matcher(request.path()).matches()
        && action.equals("DescribeClusterUserKubeconfig")) {
      return Optional.of(Api.DESCRIBE_CLUSTER_USER_KUBECONFIG);
    }
    return DETAIL.matcher(request.path()).matches() && action.equals("DescribeClusterDetail")
        ? Optional.of(Api.DESCRIBE_CLUSTER_DETAIL)
        : Optional.empty();
  }

  @Override
  public CloudResponse answer(Api api, Request request) {
    authenticator.caller(request, api, who -> forbidden(who, request));
    return api == Api.DESCRIBE_CLUSTER_DETAIL
        ? CloudResponse.json(detail(cluster(DETAIL, request)))
        : CloudResponse.json(userConfig(cluster(USER_CONFIG, request), request));
  }

  @Override
  public String host() {
    return "cs.aliyuncs.com";
  }

  private static CloudErrorException forbidden(Principal who, Request request) {
    return new CloudErrorException(
        403,
        "StatusForbidden",
        (who.isRole() ? "STSToken" : "RAM")
            + " policy Forbidden for action cs:"
            + request.action().orElse(""));
  }

  private CloudCluster cluster(Pattern path, Request request) {
    Matcher parts = path.matcher(request.path());
    if (!parts.matches()) {
      throw CloudErrorException.noSuchApi();
    }
    return Optional.ofNullable(clusters.get(parts.group(1)))
        .orElseThrow(
            () ->
                new CloudErrorException(
                    404,
                    "ErrorClusterNotFound",
                    "cluster (" + parts.group(1) + ") not found in our records"));
  }

  private Map<String, String> userConfig(CloudCluster cluster, Request request) {
    boolean isPrivate = privateAddress(request);
    Duration life = cluster.lifeOf(duration(request));
    Instant asked = clock.instant();
    try {
      TestKubeconfig kubeconfig =
          new TestKubeconfig(cluster.source().issue(cluster.id(), isPrivate, life));
      Instant end = kubeconfig.certificateEnd().orElse(asked.plus(life));
      return Map.of(
          "config",
          kubeconfig.text(),
          "expiration",
          end.truncatedTo(ChronoUnit.SECONDS).toString());
    } catch (IOException e) {
      throw new IllegalStateException("no kubeconfig for " + cluster.id(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InjectedFaults.ConnectionDroppedException();
    }
  }

  private static boolean privateAddress(Request request) {
    String value = request.parameter("PrivateIpAddress").orElse("false");
    if (!value.equals("true") && !value.equals("false")) {
      throw CloudErrorException.invalidParameter(
          "The specified parameter PrivateIpAddress is not valid.");
    }
    return Boolean.parseBoolean(value);
  }

  private static Duration duration(Request request) {
    Optional<String> minutes = request.parameter("TemporaryDurationMinutes");
    if (minutes.isEmpty()) {
      return WITHOUT_DURATION;
    }
    long value = minutes.get().matches("\\d{1,5}") ? Long.parseLong(minutes.get()) : 0;
    if (value < 15 || value > 4320) {
      throw CloudErrorException.invalidParameter(
          "The specified parameter TemporaryDurationMinutes is not valid.");
    }
    return Duration.ofMinutes(value);
  }

  private Map<String, Object> detail(CloudCluster cluster) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("cluster_id", cluster.id());
    detail.put("name", "cluster-" + cluster.id());
    detail.put("region_id", cluster.region());
    detail.put("state", cluster.state());
    detail.put("cluster_type", "ManagedKubernetes");
    detail.put("cluster_spec", "ack.pro.small");
    detail.put("profile", "Default");
    detail.put("current_version", "1.34.1-aliyun.1");
    detail.put("init_version", "1.34.1-aliyun.1");
    detail.put("network_mode", "vpc");
    detail.put("vpc_id", "vpc-" + cluster.id());
    detail.put("vswitch_id", "vsw-" + cluster.id());
    detail.put("security_group_id", "sg-" + cluster.id());
    detail.put("subnet_cidr", "172.20.0.0/16");
    detail.put("deletion_protection", false);
    detail.put("size", 3);
    detail.put("created", "2026-01-05T08:00:00Z");
    detail.put("master_url", addresses(cluster));
    return detail;
  }

  /** JSON within JSON, as it is. */
  private static String addresses(CloudCluster cluster) {
    Map<String, String> addresses = new LinkedHashMap<>();
    cluster
        .publicAddress()
        .ifPresent(address -> addresses.put("api_server_endpoint", address.toString()));
    addresses.put("intranet_api_server_endpoint", cluster.privateAddress().toString());
    return CloudResponse.text(addresses);
  }
}
