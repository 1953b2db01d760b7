package dev.serai.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "true,  true,  true,  1111, flag --port",
    "true,  true,  false, 1111, flag --port",
    "true,  false, true,  1111, flag --port",
    "true,  false, false, 1111, flag --port",
    "false, true,  true,  2222, variable SERAI_PORT",
    "false, true,  false, 2222, variable SERAI_PORT",
    "false, false, true,  3333, my.properties:2",
    "false, false, false, 8080, default"
  })
  void flagBeatsVariableBeatsFileBeatsDefault(
      boolean flag, boolean variable, boolean inFile, int expected, String origin)
      throws IOException {
    Settings settings =
        Settings.resolve(
            flag ? Map.of("port", "1111") : Map.of(),
            variable ? Map.of("SERAI_PORT", "2222") : Map.of(),
            inFile ? Optional.of(file("# comment\nserai.port = 3333\n")) : Optional.empty());

    assertThat(settings.number(Setting.PORT)).isEqualTo(expected);
    assertThat(settings.origin(Setting.PORT).toString()).endsWith(origin);
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everySettingHasAGoodDefaultAndOneNameEverywhere(Setting setting) {
    assertThat(Settings.resolve(Map.of(), Map.of(), Optional.empty()).text(setting))
        .isEqualTo(setting.defaultText());
    assertThat(Setting.named(setting.key())).contains(setting);
    assertThat(setting.property()).isEqualTo("serai." + setting.key());
    assertThat(setting.flag()).isEqualTo("--" + setting.key());
    assertThat(setting.variable()).matches("SERAI_[A-Z0-9_]+");
    assertThat(setting.description()).endsWith(".");
  }

  @Test
  void anEmptyVariableCountsAsNotGiven() {
    assertThat(variable("SERAI_PORT", "").number(Setting.PORT)).isEqualTo(8080);
  }

  @ParameterizedTest
  @CsvSource({
    "10s, PT10S",
    "1m30s, PT1M30S",
    "500ms, PT0.5S",
    "1h, PT1H",
    "2h1m, PT2H1M",
    "0s, PT0S"
  })
  void readsDurations(String text, Duration expected) {
    assertThat(flag("retry-deadline", text).duration(Setting.RETRY_DEADLINE)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "-1s", "1d", "s", "1s1m", "1.5h", "1 h", "99999999999h"})
  void refusesWhatIsNoDuration(String text) {
    assertThatThrownBy(() -> flag("retry-deadline", text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "retry-deadline is \"%s\" (flag --retry-deadline); expected a duration, "
                    .formatted(text)
                + "like 10s, 1m30s, 500ms or 1h");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7B, 7", "512KiB, 524288", "1MiB, 1048576", "2GiB, 2147483648"})
  void readsSizes(String text, long expected) {
    assertThat(flag("max-body-size", text).bytes(Setting.MAX_BODY_SIZE)).isEqualTo(expected);
  }

  @Test
  void bothPortsMayBeAnyFreeOne() {
    Settings settings =
        Settings.resolve(Map.of("port", "0", "management-port", "0"), Map.of(), Optional.empty());

    assertThat(settings.number(Setting.PORT)).isZero();
    assertThat(settings.number(Setting.MANAGEMENT_PORT)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "port, -1",
    "port, 65536",
    "port, http",
    "port, 99999999999",
    "qps, -1",
    "qps, 3000000000",
    "max-body-size, 0",
    "max-body-size, 1MB",
    "max-body-size, 1.5MiB",
    "queue-consumers, 0",
    "schedule-type, docker",
    "broker-url, localhost",
    "broker-url, tcp://a b",
    "cleanup-interval, 0s",
    "requests-queue, ''"
  })
  void refusesABadValueInOneLineThatNamesSettingValueOriginAndExpectation(String key, String text) {
    String variable = "SERAI_" + key.toUpperCase(Locale.ROOT).replace('-', '_');

    assertThatThrownBy(() -> flag(key, text))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(key + " is \"" + text + "\" (flag --" + key + "); expected ")
        .hasMessageNotContaining("\n");
    if (!text.isEmpty()) {
      assertThatThrownBy(() -> variable(variable, text))
          .hasMessageContaining("(variable " + variable + ")");
    }
  }

  @Test
  void showsABadValueInOneShortLine() {
    assertThatThrownBy(() -> flag("port", "a\nb" + "x".repeat(200)))
        .hasMessageContaining("\"a?bxxx")
        .hasMessageContaining("...\" (flag --port)")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://broker:61616",
        "(tcp://a:61616,tcp://b:61616)?ha=true",
        "failover:(amqps://a:5671,amqps://b:5671)"
      })
  void takesTheUrlsOfBrokers(String url) {
    assertThat(flag("broker-url", url).text(Setting.BROKER_URL)).isEqualTo(url);
  }

  @Test
  void namesTheNearestSettingForAnUnknownFlag() {
    assertThatThrownBy(() -> flag("clean-interval", "1s"))
        .hasMessage("flag --clean-interval is no setting; did you mean --cleanup-interval?");
  }

  @Test
  void namesTheNearestSettingForAnUnknownVariable() {
    assertThatThrownBy(() -> variable("SERAI_PROT", "1"))
        .hasMessage("variable SERAI_PROT is no setting; did you mean SERAI_PORT?");
  }

  @Test
  void namesTheNearestSettingForAnUnknownKeyOfTheFile() throws IOException {
    Path file = file("camel.main.name = x\n\nserai.qsp = 7\n");

    assertThatThrownBy(() -> Settings.resolve(Map.of(), Map.of(), Optional.of(file)))
        .hasMessage(file + ":3: serai.qsp is no setting; did you mean serai.qps?");
  }

  @Test
  void acceptsTheLaunchersVariablesAndThoseOfKubernetesServices() {
    Settings settings =
        Settings.resolve(
            Map.of(),
            Map.of(
                "SERAI_HOME", "/x",
                "SERAI_JAVA_OPTS", "-Xmx1g",
                "SERAI_SERVICE_HOST", "10.0.0.1",
                "SERAI_SERVICE_PORT_HTTP", "8080",
                "SERAI_PORT", "tcp://10.0.0.1:8080",
                "SERAI_PORT_8080_TCP", "tcp://10.0.0.1:8080",
                "SERAI_PORT_8080_TCP_ADDR", "10.0.0.1",
                "SERAI_MANAGEMENT_PORT", "tcp://10.0.0.2:9090"),
            Optional.empty());

    assertThat(settings.number(Setting.PORT)).isEqualTo(8080);
    assertThat(settings.number(Setting.MANAGEMENT_PORT)).isEqualTo(9090);
  }

  @Test
  void readsASecretFromAFileWithoutItsLastLineBreak() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "s3cr\net\r\n");
    Settings settings = withBroker("broker-password-file", password.toString());

    assertThat(settings.text(Setting.BROKER_PASSWORD)).isEqualTo("s3cr\net");
    assertThat(settings.origin(Setting.BROKER_PASSWORD)).hasToString("flag --broker-password-file");
  }

  @Test
  void refusesASecretGivenTwice() {
    assertThatThrownBy(
            () ->
                Settings.resolve(
                    Map.of("broker-password", "hidden"),
                    Map.of("SERAI_BROKER_PASSWORD_FILE", "/x"),
                    Optional.empty()))
        .hasMessage(
            "broker-password (flag --broker-password) and broker-password-file"
                + " (variable SERAI_BROKER_PASSWORD_FILE) are both given; give one");
  }

  @Test
  void saysWhichFileOfASecretIsMissing() {
    assertThatThrownBy(() -> withBroker("broker-password-file", "/no/such/file"))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("broker-password-file is \"/no/such/file\" (flag");
  }

  @Test
  void neverShowsASecret() {
    Settings settings = withBroker("broker-password", "hidden");

    assertThat(settings.text(Setting.BROKER_PASSWORD)).isEqualTo("hidden");
    assertThat(settings.shown(Setting.BROKER_PASSWORD)).isEqualTo("***");
    assertThat(settings.toString()).doesNotContain("hidden");
    assertThat(settings.asProperties())
        .isNotEmpty()
        .doesNotContainKey("serai.broker-password")
        .doesNotContainValue("hidden");
  }

  @Test
  void masksPasswordsInUrls() {
    Settings settings =
        flag("broker-url", "(tcp://joe:hidden@a:1,tcp://b:2)?jms.password=hidden&ha=true");

    assertThat(settings.shown(Setting.BROKER_URL))
        .isEqualTo("(tcp://***@a:1,tcp://b:2)?jms.password=***&ha=true");
    assertThatThrownBy(() -> flag("broker-url", "tcp://joe:hidden@a b"))
        .hasMessageNotContaining("hidden");
  }

  @Test
  void rendersPropertiesInFormsThatCamelTakes() {
    Settings settings =
        Settings.resolve(
            Map.of("cleanup-interval", "1m30s", "max-body-size", "2KiB"),
            Map.of(),
            Optional.empty(),
            folder);

    assertThat(settings.asProperties())
        .containsEntry("serai.cleanup-interval", "90000")
        .containsEntry("serai.max-body-size", "2048")
        .containsEntry("serai.kubeconfig", "")
        .containsEntry("serai.routes", folder.resolve("routes").toString())
        .containsEntry("serai.schedule-type", "simulated");
  }

  @Test
  void pathsStartFromHomeByDefaultAndInTheFileAndFromTheWorkingDirectoryElsewhere()
      throws IOException {
    Settings settings =
        Settings.resolve(
            Map.of("routes", "mine"),
            Map.of("SERAI_ENVIRONMENTS", "envs"),
            Optional.of(file("serai.pod-templates = templates\n")),
            folder);

    assertThat(settings.path(Setting.DATA)).isEqualTo(folder.resolve("data"));
    assertThat(settings.path(Setting.POD_TEMPLATES)).isEqualTo(folder.resolve("templates"));
    assertThat(settings.path(Setting.ROUTES)).isEqualTo(Path.of("mine").toAbsolutePath());
    assertThat(settings.path(Setting.ENVIRONMENTS)).isEqualTo(Path.of("envs").toAbsolutePath());
    assertThat(settings.optionalPath(Setting.KUBECONFIG)).isEmpty();
    assertThat(flag("data", "~/here").path(Setting.DATA))
        .isEqualTo(Path.of(System.getProperty("user.home"), "here"));
  }

  @Test
  void keepsTheKeysOfOthers() throws IOException {
    Path file = file("camel.main.name = a \\\n  b\nserai.port=1\nmy.key=\\u00e9\n");
    Settings settings = Settings.resolve(Map.of(), Map.of(), Optional.of(file));

    assertThat(settings.otherProperties())
        .containsExactly(Map.entry("camel.main.name", "a b"), Map.entry("my.key", "é"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serai.port=1;serai.port=2 | :2: serai.port is given already in line 1",
        "a=\\u00zz                 | :1: Malformed"
      })
  void refusesABrokenFileWithItsLine(String lines, String message) throws IOException {
    Path file = file(lines.replace(";", "\n"));

    assertThatThrownBy(() -> Settings.resolve(Map.of(), Map.of(), Optional.of(file)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(file + message);
  }

  @Test
  void refusesAFileThatIsNotThere() {
    assertThatThrownBy(
            () -> Settings.resolve(Map.of(), Map.of(), Optional.of(folder.resolve("no"))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "kubeconfig=x,                         kubeconfig is",
    "kubeconfig=x schedule-type=alicloud-k8s, kubeconfig is",
    "alicloud-cluster-id=c,                alicloud-cluster-id is",
    "alicloud-kubeconfig-path=x schedule-type=k8s, alicloud-kubeconfig-path is",
    "alicloud-kubeconfig-path=x alicloud-cluster-id=c schedule-type=alicloud-k8s, 'alicloud-kubeconfig-path is \"x\" (flag --alicloud-kubeconfig-path); it and alicloud-cluster-id'",
    "alicloud-access-key-secret=kms://a,   alicloud-access-key-secret (flag --alicloud-access-key-secret) can't be in KMS",
    "alicloud-access-key-id=kms://a,       alicloud-access-key-id (flag",
    "alicloud-security-token=kms://a#b,    alicloud-security-token (flag",
    "broker-url=tcp://x:1 broker-password=kms://,  broker-password (flag --broker-password) begins with kms://",
    "port=9090,                            management-port is",
    "retry-delay=3s,                       retry-delay is",
    "broker-user=joe,                      broker-user is",
    "broker-password=x,                    broker-password is \"***\"",
    "broker-url=tcp://x:1 amqp-port=5672,  amqp-port is",
    "dead-queue=serai.requests,            'dead-queue is \"serai.requests\" (flag --dead-queue); it must not be the requests-queue'",
    "batches-queue=serai.requests.dead,    'batches-queue is \"serai.requests.dead\" (flag --batches-queue); it must not be the dead-queue'",
    "events-topic=a batches-queue=a,       'events-topic is \"a\" (flag --events-topic); it must not be the batches-queue'",
    "batches-queue=serai.unsettled,        'batches-queue is \"serai.unsettled\" (flag --batches-queue); it must not be a queue of the shipped routes'",
    "requests-queue=a/b,                   'requests-queue is \"a/b\" (flag --requests-queue); it is not a name for a queue'"
  })
  void refusesContradictions(String flags, String message) {
    Map<String, String> given = new HashMap<>();
    for (String flag : flags.split(" ", -1)) {
      String[] parts = flag.split("=", 2);
      given.put(parts[0], parts[1]);
    }

    assertThatThrownBy(() -> Settings.resolve(given, Map.of(), Optional.empty()))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void noNameIsThatOfTwoSettings() {
    List<String> names = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      names.add(setting.key());
      setting.fileKey().ifPresent(names::add);
    }
    assertThat(names).contains("alicloud-oidc-token-file").doesNotHaveDuplicates();
  }

  @Test
  void theVariablesOfAlibabaCloudCountWhereASettingIsGivenNowhere() {
    Map<String, String> variables =
        Map.of("ALIBABA_CLOUD_REGION_ID", "cn-one", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "hidden");
    Settings ambient = Settings.resolve(Map.of(), variables, Optional.empty());
    Settings given =
        Settings.resolve(Map.of("alicloud-region", "cn-two"), variables, Optional.empty());

    assertThat(ambient.text(Setting.ALICLOUD_REGION)).isEqualTo("cn-one");
    assertThat(ambient.origin(Setting.ALICLOUD_REGION))
        .hasToString("variable ALIBABA_CLOUD_REGION_ID");
    assertThat(ambient.origin(Setting.ALICLOUD_REGION).isExplicit()).isFalse();
    assertThat(ambient.shown(Setting.ALICLOUD_ACCESS_KEY_SECRET)).isEqualTo("***");
    assertThat(given.text(Setting.ALICLOUD_REGION)).isEqualTo("cn-two");
    assertThat(given.origin(Setting.ALICLOUD_REGION).isExplicit()).isTrue();
  }

  @Test
  void knowsTheFileOfASecretAndTakesAnotherValueForIt() throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "kms://a/b#c");
    Settings settings = withBroker("broker-password-file", password.toString());

    assertThat(settings.secretFile(Setting.BROKER_PASSWORD)).contains(password);
    assertThat(settings.kmsReference(Setting.BROKER_PASSWORD))
        .contains(new KmsReference("a/b", Optional.of("c")));
    Settings resolved = settings.withValues(Map.of(Setting.BROKER_PASSWORD, "hidden"));
    assertThat(resolved.text(Setting.BROKER_PASSWORD)).isEqualTo("hidden");
    assertThat(resolved.toString()).doesNotContain("hidden");
    assertThat(resolved.origin(Setting.BROKER_PASSWORD))
        .isEqualTo(settings.origin(Setting.BROKER_PASSWORD));
  }

  @ParameterizedTest
  @ValueSource(strings = {"14m59s", "72h1ms", "0s"})
  void aKubeconfigLivesFromAQuarterOfAnHourToThreeDays(String text) {
    assertThatThrownBy(() -> flag("alicloud-kubeconfig-duration", text))
        .hasMessageContaining("expected a duration from 15m to 4320m");
  }

  @Test
  void askingForTheWrongTypeIsAFaultOfTheProgram() {
    assertThatThrownBy(() -> flag("qps", "1").duration(Setting.QPS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("qps is a INT, not a Duration");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("my.properties"), text);
  }

  private static Settings flag(String key, String text) {
    return Settings.resolve(Map.of(key, text), Map.of(), Optional.empty());
  }

  private static Settings withBroker(String key, String text) {
    return Settings.resolve(
        Map.of(key, text, "broker-url", "tcp://broker:61616"), Map.of(), Optional.empty());
  }

  private static Settings variable(String name, String text) {
    return Settings.resolve(Map.of(), Map.of(name, text), Optional.empty());
  }
}
