package dev.serai.it;

import dev.serai.alicloud.CloudMethods;
import dev.serai.aliyun.AlibabaCloud;
import dev.serai.aliyun.LentProperties;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A test cloud whose cluster {@code c1} is the real one of the tests, in a namespace of its own.
 */
final class AckOnTestCluster implements AutoCloseable {

  static final String ID = "c1";
  private static final int MADE_IN_A_LIFE = 6;
  static final String USER = "ack-user";

  private final String home = System.getProperty("user.home");
  private final Path folder;
  private final AlibabaCloud cloud;
  private final LentProperties properties;
  private final CloudMethods methods;
  private final KubernetesClient admin = TestCluster.admin();
  private final String namespace = TestCluster.newNamespace(admin);
  private final ScheduledExecutorService maker = Executors.newSingleThreadScheduledExecutor();
  private final List<String> keys = new CopyOnWriteArrayList<>();

  private AckOnTestCluster(Path folder) {
    this.folder = folder;
    cloud = AlibabaCloud.start(folder);
    properties = cloud.lendProperties();
    System.setProperty("user.home", folder.toString());
    methods = new CloudMethods(cloud, folder);
    TestFolders.environments(folder);
    TestFolders.podTemplates(folder);
  }

  /**
   * @param folder for its files, and as the home of the user
   */
  static AckOnTestCluster start(Path folder) {
    return new AckOnTestCluster(folder);
  }

  AlibabaCloud cloud() {
    return cloud;
  }

  CloudMethods methods() {
    return methods;
  }

  KubernetesClient admin() {
    return admin;
  }

  String namespace() {
    return namespace;
  }

  /**
   * Lets the cloud hand out kubeconfigs of a user of the group, whose certificates really end. They
   * are made ahead, because that may take longer than a client waits where much else is done.
   *
   * @param life of which a sixth may have passed when one is handed out
   */
  void kubeconfigs(String group, Duration life) {
    AtomicReference<String> newest = new AtomicReference<>(kubeconfig(group, life));
    long often = life.toMillis() / MADE_IN_A_LIFE;
    var unused =
        maker.scheduleWithFixedDelay(
            () -> newest.set(kubeconfig(group, life)), often, often, TimeUnit.MILLISECONDS);
    cloud.cluster(ID).kubeconfigs((id, isPrivate, asked) -> newest.get());
  }

  String kubeconfig(String group, Duration life) {
    String text = TestCluster.kubeconfigOf(USER, group, life);
    text.lines()
        .filter(line -> line.contains("client-key-data:"))
        .map(line -> line.replaceAll(".*client-key-data:\\s*\"?([A-Za-z0-9+/=]+).*", "$1"))
        .forEach(keys::add);
    return text;
  }

  /** The keys of all kubeconfigs that were handed out. */
  List<String> keys() {
    return List.copyOf(keys);
  }

  /** For a server that reaches the cluster by this method of getting credentials. */
  Map<String, String> flags(String method) {
    Map<String, String> flags = methods.flags(method);
    flags.put("alicloud-cluster-id", ID);
    flags.putAll(place());
    return flags;
  }

  /** The flags that have nothing to do with credentials. */
  Map<String, String> place() {
    return Map.of(
        "schedule-type",
        "alicloud-k8s",
        "namespace",
        namespace,
        "environments",
        folder.resolve("environments").toString(),
        "pod-templates",
        folder.resolve("pod-templates").toString());
  }

  @Override
  public void close() {
    maker.shutdownNow();
    TestCluster.deleteNamespace(admin, namespace);
    admin.close();
    System.setProperty("user.home", home);
    properties.close();
    cloud.close();
  }
}
