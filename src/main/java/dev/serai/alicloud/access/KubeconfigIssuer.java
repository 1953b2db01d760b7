package dev.serai.alicloud.access;

/** Gives out kubeconfigs. */
interface KubeconfigIssuer extends AutoCloseable {

  /**
   * Issues a new kubeconfig.
   *
   * @throws dev.serai.alicloud.api.CloudApiException when none is issued
   */
  Kubeconfig issue();

  @Override
  void close();
}
