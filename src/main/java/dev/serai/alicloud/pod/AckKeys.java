package dev.serai.alicloud.pod;

/**
 * The labels, annotations, taints and resources of ACK, each with the title of the document of
 * Alibaba Cloud that describes it.
 */
final class AckKeys {

  // ---- where a pod runs

  /** Label; "Schedule pods to an x86-based virtual node" (ECI). */
  static final String ECI = "alibabacloud.com/eci";

  /** Label; "Configure ACS computing resources for a Knative Service" (ACK). */
  static final String ACS = "alibabacloud.com/acs";

  /** Label; "ACS pod overview" (Container Compute Service). */
  static final String COMPUTE_CLASS = "alibabacloud.com/compute-class";

  /** Label; "Configure ACS computing resources for a Knative Service" (ACK). */
  static final String COMPUTE_QOS = "alibabacloud.com/compute-qos";

  /** Label; "ACS pod overview" (Container Compute Service). */
  static final String GPU_MODEL = "alibabacloud.com/gpu-model-series";

  /** Taint of virtual nodes, effect NoSchedule; "Allocate resources between ECS and ECI" (ACK). */
  static final String VIRTUAL_NODE_TAINT = "virtual-kubelet.io/provider";

  /** The taint's value; "Allocate resources between ECS and ECI" (ACK). */
  static final String VIRTUAL_NODE_PROVIDER = "alibabacloud";

  /** Label of nodes; "Allocate resources between ECS and ECI" (ACK). */
  static final String NODE_TYPE = "type";

  /** The label's value on virtual nodes; "Allocate resources between ECS and ECI" (ACK). */
  static final String VIRTUAL_NODE = "virtual-kubelet";

  // ---- elastic container instances

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String SPECS = "k8s.aliyun.com/eci-use-specs";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String SPOT_STRATEGY = "k8s.aliyun.com/eci-spot-strategy";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String SPOT_PRICE_LIMIT = "k8s.aliyun.com/eci-spot-price-limit";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String SPOT_DURATION = "k8s.aliyun.com/eci-spot-duration";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String SPOT_FALLBACK = "k8s.aliyun.com/eci-spot-fallback";

  /**
   * Annotation; "Use an ImageCache to accelerate pod creation" (ECI). Earlier editions of the
   * document call it eci-image-cache.
   */
  static final String IMAGE_CACHE_AUTO = "k8s.aliyun.com/eci-auto-imc";

  /**
   * Annotation; "Use an ImageCache to accelerate pod creation" (ECI). Earlier editions of the
   * document call it eci-image-snapshot-id.
   */
  static final String IMAGE_CACHE_ID = "k8s.aliyun.com/eci-imc-id";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String V_SWITCHES = "k8s.aliyun.com/eci-vswitch";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String SCHEDULE_STRATEGY = "k8s.aliyun.com/eci-schedule-strategy";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String SECURITY_GROUPS = "k8s.aliyun.com/eci-security-group";

  /** Annotation; "Scale up the temporary storage space" (ECI). */
  static final String EXTRA_STORAGE = "k8s.aliyun.com/eci-extra-ephemeral-storage";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String RAM_ROLE = "k8s.aliyun.com/eci-ram-role-name";

  /** Annotation; "Bind custom tags to a pod" (ECI). */
  static final String TAGS = "k8s.aliyun.com/eci-custom-tags";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String WITH_EIP = "k8s.aliyun.com/eci-with-eip";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String EIP_BANDWIDTH = "k8s.aliyun.com/eip-bandwidth";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String EIP_ISP = "k8s.aliyun.com/eip-isp";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String EIP_CHARGE_TYPE = "k8s.aliyun.com/eip-internet-charge-type";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String EIP_BANDWIDTH_PACKAGE = "k8s.aliyun.com/eip-common-bandwidth-package-id";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String EIP_INSTANCE = "k8s.aliyun.com/eci-eip-instanceid";

  /**
   * Annotation; "Configure an Elastic Container Instance-based pod to use a fixed IP address"
   * (ECI).
   */
  static final String FIXED_IP = "k8s.aliyun.com/eci-fixed-ip";

  /**
   * Annotation; "Configure an Elastic Container Instance-based pod to use a fixed IP address"
   * (ECI).
   */
  static final String FIXED_IP_RETAIN = "k8s.aliyun.com/eci-fixed-ip-retain-hour";

  /** Annotation; "ECI Pod Annotation" (ECI). */
  static final String ACR_INSTANCES = "k8s.aliyun.com/acr-instance-ids";

  // ---- network

  /** Annotation; "Configure QoS for pods" (ACK), and "ECI Pod Annotation" (ECI). */
  static final String INGRESS_BANDWIDTH = "kubernetes.io/ingress-bandwidth";

  /** Annotation; "Configure QoS for pods" (ACK), and "ECI Pod Annotation" (ECI). */
  static final String EGRESS_BANDWIDTH = "kubernetes.io/egress-bandwidth";

  /** Resource; "Terway CNI Network Plugin" (the plugin's own README). */
  static final String ENI = "aliyun/eni";

  // ---- GPU

  /** Resource; "ACS pod overview" (Container Compute Service), and "Virtual node FAQ" (ACK). */
  static final String GPU = "nvidia.com/gpu";

  /** Resource, in GiB; "Allocate computing power by scheduling shared GPU" (ACK). */
  static final String GPU_MEMORY = "aliyun.com/gpu-mem";

  /** Resource, in percent; "Allocate computing power by scheduling shared GPU" (ACK). */
  static final String GPU_CORE = "aliyun.com/gpu-core.percentage";

  private AckKeys() {}
}
