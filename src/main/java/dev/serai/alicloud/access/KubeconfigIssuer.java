package dev.serai.alicloud.access;

/** Gives out kubeconfigs. */
interface KubeconfigIssuer extends AutoCloseable {

  /**
   * A new one.
   *
   * @throws dev.serai.alicloud.api.CloudApiException when there is none to be had
   */
  Kubeconfig issue();

  @Override
  void close();
}
