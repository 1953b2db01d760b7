package dev.serai.alicloud.pod;

import java.util.Arrays;
import java.util.List;

/**
 * The capacity that a pod runs on: nodes of the cluster, or elastic capacity behind its virtual
 * nodes.
 */
enum Capacity {
  /** Nodes only, even in a namespace that ACK sends to virtual nodes. */
  ECS("ecs") {
    @Override
    void apply(PodEdit pod) {
      VirtualNodes.forbid(pod);
    }
  },
  /** Elastic container instances only. */
  ECI("eci") {
    @Override
    void apply(PodEdit pod) {
      pod.label(AckKeys.ECI, "true");
      VirtualNodes.tolerate(pod);
      VirtualNodes.require(pod);
    }
  },
  /** Container Compute Service only. */
  ACS("acs") {
    @Override
    void apply(PodEdit pod) {
      pod.label(AckKeys.ACS, "true");
      VirtualNodes.tolerate(pod);
      VirtualNodes.require(pod);
    }
  },
  /** Elastic container instances, or nodes where those are not available. */
  ECI_FIRST("eci-first") {
    @Override
    void apply(PodEdit pod) {
      VirtualNodes.tolerate(pod);
      VirtualNodes.prefer(pod);
    }
  },
  /** Nodes, and elastic container instances when the nodes are full. */
  ECS_FIRST("ecs-first") {
    @Override
    void apply(PodEdit pod) {
      VirtualNodes.tolerate(pod);
      VirtualNodes.avoid(pod);
    }
  };

  static final List<String> WORDS = Arrays.stream(values()).map(Capacity::word).toList();

  static final ValueType<Capacity> TYPE =
      (value, at) -> of(AckValueTypes.word(WORDS).read(value, at));

  private final String word;

  Capacity(String word) {
    this.word = word;
  }

  abstract void apply(PodEdit pod);

  String word() {
    return word;
  }

  /** Whether the pod may become an elastic container instance. */
  boolean mayBeEci() {
    return this != ECS && this != ACS;
  }

  private static Capacity of(String word) {
    return values()[WORDS.indexOf(word)];
  }
}
