package dev.serai.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.serai.environment.Env;
import dev.serai.environment.Resources;
import dev.serai.environment.ResourcesRule;
import dev.serai.instance.InstanceRequest;
import dev.serai.instance.RequestReader;
import dev.serai.instance.RequestRejectedException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodPlannerTest {

  private static final PodTemplate BARE =
      template(
          """
          kind: Pod
          metadata: {}
          spec:
            containers:
              - name: side
                image: side:1
              - name: main
          """);

  private static final PodTemplate FULL =
      template(
          """
          kind: Pod
          metadata:
            name: not-this
            namespace: nor-this
            labels: {template-type: full, business/aenv-name: nor-this}
            annotations: {kept: "yes"}
          spec:
            restartPolicy: OnFailure
            terminationGracePeriodSeconds: 60
            automountServiceAccountToken: true
            enableServiceLinks: true
            securityContext: {runAsUser: 1000, seccompProfile: {type: Unconfined}}
            initContainers:
              - {name: prepare, image: init:1}
            containers:
              - name: second
                image: template-second:1
                env: [{name: A, value: template}]
              - name: main
                image: template:1
                command: [template]
                args: [template]
                env:
                  - {name: Z, value: template}
                  - {name: A, value: template}
                  - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                ports: [{name: old, containerPort: 80}, {containerPort: 7}]
                resources:
                  requests: {cpu: 100m, memory: 32Mi}
                  limits: {cpu: 2, memory: 2Gi, ephemeral-storage: 9Gi}
                securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}
          """);

  private final PodPlanner planner = new PodPlanner(false);

  @Test
  void theMainContainerIsFoundByItsName() {
    Pod pod = planner.toPod(Plans.plan(), BARE);

    assertThat(container(pod, "side").getImage()).isEqualTo("side:1");
    assertThat(container(pod, "side").getEnv()).isEmpty();
    Container main = container(pod, "main");
    assertThat(main.getImage()).isEqualTo("registry.example.com/box:1");
    assertThat(main.getCommand()).containsExactly("/bin/run");
    assertThat(main.getArgs()).containsExactly("of-env");
  }

  @Test
  void nameAndNamespaceOfATemplateDoNotCount() {
    InstancePlan plan = Plans.plan();
    Pod pod = planner.toPod(plan, FULL);

    assertThat(pod.getMetadata().getName()).isEqualTo(plan.id());
    assertThat(pod.getMetadata().getNamespace()).isNull();
  }

  @Test
  void variablesOfTheRequestWinOverTheEnvironmentsAndTheseOverTheTemplates() {
    Pod pod = planner.toPod(Plans.plan(), FULL);

    assertThat(variables(pod, "main"))
        .containsExactly(
            Map.entry("Z", "template"),
            Map.entry("A", "env"),
            Map.entry("IP", "from status.podIP"),
            Map.entry("B", "request"),
            Map.entry("ENV_ONLY", "$(A) $$"),
            Map.entry("TOKEN", Plans.SECRET));
    assertThat(variables(pod, "second")).containsEntry("A", "env").containsEntry("B", "request");
  }

  @Test
  void aVariableOfTheRequestReplacesOneThatTheTemplateTakesFromElsewhere() {
    InstanceRequest request =
        new InstanceRequest(
            Plans.REF, "", Optional.empty(), Map.of("IP", "mine"), List.of(), "", Map.of());
    assertThat(variables(planner.toPod(Plans.plan(request), FULL), "main"))
        .containsEntry("IP", "mine");
  }

  @Test
  void argumentsOfTheRequestReplaceTheEnvironments() {
    InstancePlan plan = Plans.plan(Plans.requestWith(List.of("a b", "", "-x"), ""));
    assertThat(container(planner.toPod(plan, FULL), "main").getArgs())
        .containsExactly("a b", "", "-x");
  }

  @Test
  void commandAndArgumentsOfTheTemplateStayWhereNobodySaysAnother() {
    InstancePlan plan =
        Plans.plan(
            Plans.requestWith(List.of(), ""),
            env -> with(env, List.of(), List.of(), "", Resources.OF_TEMPLATE));
    Container main = container(planner.toPod(plan, FULL), "main");
    assertThat(main.getCommand()).containsExactly("template");
    assertThat(main.getArgs()).containsExactly("template");
    assertThat(main.getResources().getRequests()).containsEntry("cpu", new Quantity("100m"));
    assertThat(main.getResources().getLimits()).containsEntry("memory", new Quantity("2Gi"));
  }

  /** What Kubernetes makes of a text: expand() below is its own algorithm. */
  @ParameterizedTest
  @CsvSource({
    "plain",
    "$",
    "$$",
    "$$$",
    "$HOME",
    "$(HOME)",
    "$$(HOME)",
    "a$(b",
    "cost $5",
    "$$$(X)$$",
    "()$("
  })
  void textOfTheRequestReachesTheContainerUnaltered(String text) {
    InstanceRequest request =
        new InstanceRequest(
            Plans.REF, "", Optional.empty(), Map.of("V", text), List.of(text), "", Map.of());
    Pod pod = planner.toPod(Plans.plan(request), BARE);

    assertThat(expand(container(pod, "main").getArgs().get(0))).isEqualTo(text);
    assertThat(expand(variables(pod, "main").get("V"))).isEqualTo(text);
  }

  @Test
  void cpuAndMemoryOfTheEnvironmentAreRequestAndLimit() {
    Container main = container(planner.toPod(Plans.plan(), FULL), "main");

    assertThat(main.getResources().getRequests())
        .containsEntry("cpu", new Quantity("250m"))
        .containsEntry("memory", new Quantity("64Mi"));
    assertThat(main.getResources().getLimits())
        .containsEntry("cpu", new Quantity("250m"))
        .containsEntry("memory", new Quantity("64Mi"))
        .containsEntry("ephemeral-storage", new Quantity("9Gi"));
  }

  @Test
  void whatARequestAsksForStandsInPlaceOfTheEnvironments() {
    InstanceRequest request =
        new RequestReader(List.of(new ResourcesRule()))
            .read("{\"envName\":\"" + Plans.REF + "\",\"resources\":{\"cpu\":\"2\"}}");

    Container main = container(planner.toPod(Plans.plan(request), FULL), "main");

    assertThat(main.getResources().getRequests())
        .containsEntry("cpu", new Quantity("2"))
        .containsEntry("memory", new Quantity("64Mi"));
    assertThat(main.getResources().getLimits())
        .containsEntry("cpu", new Quantity("2"))
        .containsEntry("memory", new Quantity("64Mi"));
  }

  @Test
  void portsOfTheEnvironmentReplaceThoseOfTheSameNumber() {
    Container main = container(planner.toPod(Plans.plan(), FULL), "main");
    assertThat(main.getPorts())
        .extracting(port -> port.getName() + ":" + port.getContainerPort())
        .containsExactly("http:80", "null:7", "null:9090");
  }

  @Test
  void theDatasourceNamesTheSecondImage() {
    InstancePlan plan = Plans.plan(Plans.requestWith(List.of(), "v2"));
    Pod pod = planner.toPod(plan, FULL);
    assertThat(container(pod, "second").getImage()).isEqualTo("registry.example.com/data:v2");
    assertThat(container(pod, "second").getCommand()).containsExactly("/bin/second");
    assertThat(container(pod, "main").getImage()).isEqualTo("registry.example.com/box:1");
  }

  @Test
  void withoutADatasourceTheSecondImageIsTheEnvironmentsElseTheTemplates() {
    assertThat(container(planner.toPod(Plans.plan(), FULL), "second").getImage())
        .isEqualTo("template-second:1");
    InstancePlan plan =
        Plans.plan(
            Plans.request(),
            env ->
                with(
                    env,
                    env.main().command(),
                    env.main().arguments(),
                    "own:1",
                    env.main().resources()));
    assertThat(container(planner.toPod(plan, FULL), "second").getImage()).isEqualTo("own:1");
  }

  @Test
  void aDatasourceThatCannotTakeEffectIsRefused() {
    InstancePlan plan = Plans.plan(Plans.requestWith(List.of(), "v2"));
    assertThatThrownBy(() -> planner.toPod(plan, BARE))
        .isInstanceOfSatisfying(
            RequestRejectedException.class, e -> assertThat(e.code()).isEqualTo(400))
        .hasMessage(
            "datasource can't take effect: the environment \"demo@1.0.0\" has no second container");
  }

  @Test
  void aSecondContainerWithoutAnyImageAsksForADatasource() {
    PodTemplate template =
        template("kind: Pod\nspec: {containers: [{name: main}, {name: second}]}\nmetadata: {}");
    assertThatThrownBy(() -> planner.toPod(Plans.plan(), template))
        .isInstanceOf(RequestRejectedException.class)
        .hasMessageStartingWith("datasource is required");
  }

  @Test
  void labelsAreForSelectingAndSafe() {
    Map<String, String> labels = planner.toPod(Plans.plan(), FULL).getMetadata().getLabels();

    assertThat(labels)
        .containsEntry("app.kubernetes.io/managed-by", "serai")
        .containsEntry("business/aenv-name", "demo")
        .containsEntry("business/aenv-version", "1.0.0")
        .containsEntry("business/aenv-owner", LabelText.value("a@b.com"))
        .containsEntry("business/aenv-ttl", "24h0m0s")
        .containsEntry("template-type", "full")
        .containsEntry("labels.serai.dev/team", LabelText.value("of request"))
        .containsEntry("labels.serai.dev/tier", "low")
        .containsEntry("labels.serai.dev/" + LabelText.key("k y/z"), LabelText.value("Ünï"));
    assertThat(labels.get("serai.dev/key")).matches("[a-z2-7]{26}");
    assertThat(labels).hasSize(10);
    assertThat(labels.values()).allMatch(value -> value.length() <= 63);
  }

  @Test
  void annotationsHoldTheWholeValues() throws Exception {
    InstancePlan plan = Plans.plan();
    Map<String, String> annotations = planner.toPod(plan, FULL).getMetadata().getAnnotations();

    assertThat(annotations)
        .containsEntry("kept", "yes")
        .containsEntry("serai.dev/env", "demo@1.0.0")
        .containsEntry("serai.dev/owner", "a@b.com")
        .containsEntry("serai.dev/ttl", "24h0m0s")
        .containsEntry("serai.dev/expires-at", "2026-11-02T12:00:00.123Z")
        .containsEntry("serai.dev/idempotency-key", "key-1")
        .containsEntry("serai.dev/request-digest", plan.requestDigest())
        .containsEntry("serai.dev/request-id", plan.attemptId())
        .doesNotContainKey("serai.dev/simulation");
    assertThat(new JsonMapper().readTree(annotations.get("serai.dev/labels")))
        .isEqualTo(
            new JsonMapper()
                .valueToTree(Map.of("team", "of request", "tier", "low", "k y/z", "Ünï")));
    assertThat(annotations.toString()).doesNotContain(Plans.SECRET);
  }

  @Test
  void onlyTheSimulatedClusterIsToldHowToPlayIt() {
    Pod pod = new PodPlanner(true).toPod(Plans.plan(), FULL);
    assertThat(pod.getMetadata().getAnnotations().get("serai.dev/simulation"))
        .contains("\"log\":[\"x\"]");
  }

  @Test
  void aBareTemplateIsClosedAndBounded() {
    Pod pod = planner.toPod(Plans.plan(), BARE);

    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSpec().getEnableServiceLinks()).isFalse();
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("Never");
    assertThat(pod.getSpec().getTerminationGracePeriodSeconds())
        .as("the environment's, rounded up")
        .isEqualTo(2);
    assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
        .isEqualTo("RuntimeDefault");
    for (String name : List.of("main", "side")) {
      Container container = container(pod, name);
      assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
      assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(container.getResources().getLimits())
          .containsOnlyKeys("cpu", "memory", "ephemeral-storage");
    }
  }

  @Test
  void whatATemplateOpensStaysOpen() {
    InstancePlan plan =
        Plans.plan(
            Plans.request(),
            env ->
                with(env, env.main().command(), env.main().arguments(), "", Resources.OF_TEMPLATE));
    Pod pod = planner.toPod(plan, FULL);

    assertThat(pod.getSpec().getAutomountServiceAccountToken()).isTrue();
    assertThat(pod.getSpec().getEnableServiceLinks()).isTrue();
    assertThat(pod.getSpec().getRestartPolicy()).isEqualTo("OnFailure");
    assertThat(pod.getSpec().getSecurityContext().getSeccompProfile().getType())
        .isEqualTo("Unconfined");
    assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(1000);
    Container main = container(pod, "main");
    assertThat(main.getSecurityContext().getCapabilities().getAdd()).containsExactly("SYS_ADMIN");
    assertThat(main.getSecurityContext().getCapabilities().getDrop()).isEmpty();
    assertThat(main.getSecurityContext().getAllowPrivilegeEscalation())
        .as("the API server refuses false beside privileged")
        .isNull();
    assertThat(pod.getSpec().getInitContainers().get(0).getSecurityContext())
        .as("what it says nothing of is closed")
        .satisfies(security -> assertThat(security.getAllowPrivilegeEscalation()).isFalse());
  }

  @Test
  void aRequestAboveTheDefaultLimitRaisesTheLimit() {
    PodTemplate template =
        template(
            "kind: Pod\nmetadata: {}\nspec: {containers: [{name: main}, {name: big, image: b,"
                + " resources: {requests: {memory: 4Gi, cpu: 100m}}}]}");
    Container big = container(planner.toPod(Plans.plan(), template), "big");
    assertThat(big.getResources().getLimits())
        .containsEntry("memory", new Quantity("4Gi"))
        .containsEntry("cpu", new Quantity("1"));
  }

  @Test
  void theSamePlanGivesTheSamePodAndLeavesTheTemplateAsItWas() {
    InstancePlan plan = Plans.plan();
    String before = Serialization.asYaml(FULL.manifest());
    assertThat(planner.toPod(plan, FULL)).isEqualTo(planner.toPod(plan, FULL));
    assertThat(Serialization.asYaml(FULL.manifest())).isEqualTo(before);
  }

  @Test
  void whatWasPlannedIsReadBack() {
    InstancePlan plan = Plans.plan();
    PodReader reader =
        new PodReader(
            Clock.systemUTC(), Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofHours(24));
    var instance = reader.read(planner.toPod(plan, FULL));
    assertThat(instance.id()).isEqualTo(plan.id());
    assertThat(instance.env()).isEqualTo(Plans.REF);
    assertThat(instance.owner()).isEqualTo("a@b.com");
    assertThat(instance.ttl()).isEqualTo("24h0m0s");
    assertThat(instance.expiresAt()).contains(plan.expiresAt());
    assertThat(instance.labels()).containsEntry("k y/z", "Ünï").containsEntry("tier", "low");
  }

  @Test
  void theTemplatesThatShipSayWhatTheDefaultsAre() throws Exception {
    for (String name : List.of("singleContainer", "dualContainer")) {
      String yaml = Files.readString(Path.of("config/pod-templates/" + name + ".yaml"));
      Pod shipped = Serialization.unmarshal(yaml, Pod.class);
      Pod closed = Serialization.unmarshal(yaml, Pod.class);
      PodDefaults.apply(closed.getSpec());
      assertThat(closed).isEqualTo(shipped);

      Pod stripped = Serialization.unmarshal(yaml, Pod.class);
      stripped.getSpec().getContainers().forEach(c -> c.setSecurityContext(null));
      stripped.getSpec().setSecurityContext(null);
      stripped.getSpec().setAutomountServiceAccountToken(null);
      stripped.getSpec().setEnableServiceLinks(null);
      stripped.getSpec().setRestartPolicy(null);
      stripped.getSpec().setTerminationGracePeriodSeconds(null);
      PodDefaults.apply(stripped.getSpec());
      assertThat(stripped).isEqualTo(shipped);
    }
  }

  private static Container container(Pod pod, String name) {
    return pod.getSpec().getContainers().stream()
        .filter(container -> container.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> variables(Pod pod, String container) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (EnvVar variable : container(pod, container).getEnv()) {
      variables.put(
          variable.getName(),
          variable.getValueFrom() == null
              ? variable.getValue()
              : "from " + variable.getValueFrom().getFieldRef().getFieldPath());
    }
    return variables;
  }

  /** As k8s.io/kubernetes/third_party/forked/golang/expansion does, every variable being "!". */
  private static String expand(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '$' || i + 1 == text.length()) {
        out.append(c);
      } else if (text.charAt(i + 1) == '$') {
        out.append('$');
        i++;
      } else if (text.charAt(i + 1) == '(' && text.indexOf(')', i) > 0) {
        out.append('!');
        i = text.indexOf(')', i);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static Env with(
      Env env, List<String> command, List<String> arguments, String second, Resources resources) {
    return new Env(
        env.ref(),
        env.about(),
        new Env.MainContainer(
            env.main().image(),
            command,
            arguments,
            env.main().environmentVariables(),
            env.main().ports(),
            resources),
        new Env.SecondContainer(second, env.second().command(), env.second().imagePrefix()),
        env.pod());
  }

  private static PodTemplate template(String yaml) {
    return new PodTemplate("t", Serialization.unmarshal(yaml, Pod.class));
  }
}
