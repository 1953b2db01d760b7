package dev.serai.alicloud;

import dev.serai.aliyun.AlibabaCloud;
import dev.serai.aliyun.LentProperties;
import dev.serai.cluster.simulated.SimulatedCluster;
import dev.serai.cluster.simulated.SimulationTiming;
import java.nio.file.Path;
import java.time.Clock;

/** A test cloud whose cluster {@code c1} is a simulated one. */
public final class SimulatedAck implements AutoCloseable {

  public static final String ID = "c1";
  public static final String TOKEN = "hunter2-of-the-kubeconfig";

  private final String home = System.getProperty("user.home");
  private final SimulatedCluster cluster =
      SimulatedCluster.start(SimulationTiming.brief(), Clock.systemUTC());
  private final AlibabaCloud cloud;
  private final LentProperties properties;
  private final CloudMethods methods;

  public SimulatedAck(Path folder) {
    cloud = AlibabaCloud.start(folder);
    properties = cloud.lendProperties();
    System.setProperty("user.home", folder.toString());
    methods = new CloudMethods(cloud, folder);
    cloud.cluster(ID).kubeconfigs((id, isPrivate, life) -> kubeconfig());
  }

  public AlibabaCloud cloud() {
    return cloud;
  }

  public CloudMethods methods() {
    return methods;
  }

  public String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    current-context: test
    contexts:
      - name: test
        context: {cluster: test, user: test, namespace: default}
    clusters:
      - name: test
        cluster: {server: "%s"}
    users:
      - name: test
        user: {token: "%s"}
    """
        .formatted(cluster.url(), TOKEN);
  }

  @Override
  public void close() {
    System.setProperty("user.home", home);
    properties.close();
    cloud.close();
    cluster.close();
  }
}
