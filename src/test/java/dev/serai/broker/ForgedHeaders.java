package dev.serai.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;

/** Headers by which Serai's steps and Camel's components speak to each other; no sender may. */
public final class ForgedHeaders {

  public static final List<String> NAMES =
      List.of(
          "CamelKubernetesNamespaceName",
          "CAMELKubernetesNamespaceName",
          "camelkubernetesnamespacename",
          "CamelKubernetesPodName",
          "CAMELKubernetesOperation",
          "SeraiCluster",
          "SERAICLUSTER",
          "seraiInstanceId",
          "CamelJmsDestinationName",
          "CAMELJmsDestinationName",
          "CAMELJmsDestination",
          "CAMELHttpUri",
          "CamelFileName",
          "_AMQ_forged");

  private ForgedHeaders() {}

  static void assertNoneIn(Set<String> headers) {
    assertThat(headers)
        .isNotEmpty()
        .noneMatch(name -> NAMES.stream().anyMatch(name::equalsIgnoreCase));
  }
}
