package dev.serai.aliyun;

import java.io.IOException;
import java.time.Duration;

/** Where a cluster's kubeconfigs come from. */
@FunctionalInterface
public interface KubeconfigSource {

  /**
   * @param privateAddress whether the address within the VPC is asked for
   * @param duration how long the credentials in it are to live
   * @return the kubeconfig's text
   */
  String issue(String clusterId, boolean privateAddress, Duration duration)
      throws IOException, InterruptedException;
}
