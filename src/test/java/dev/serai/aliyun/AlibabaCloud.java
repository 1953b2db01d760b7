package dev.serai.aliyun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands for Alibaba Cloud on loopback: CS, STS, KMS, the metadata of ECS, and a credentials URI.
 * It checks what the real one would: signatures, the tokens of sessions, times, nonces,
 * permissions.
 *
 * <p>STS speaks TLS only, because credentials-java does. Neither it nor tea-openapi 0.2.5 can be
 * told whom to trust but by {@code javax.net.ssl.trustStore}. credentials-java makes a trust
 * manager from it for each connection, so it can be set in a running JVM, whatever TLS that JVM
 * spoke before ({@link #lendProperties()}), and no child is needed. Clients of tea-openapi keep the
 * trust, but by host and port, in a static map, and each test server has a port of its own. The
 * proxy of the metadata is looked up for each connection, and addresses of loopback do not go
 * through it.
 */
public final class AlibabaCloud implements AutoCloseable {

  private static final String ACCOUNT = "1234567890123456";

  private final Clock clock = Clock.systemUTC();
  private final Identities identities = new Identities(clock);
  private final Authenticator authenticator = new Authenticator(identities, clock);
  private final Map<String, TestRole> roles = new ConcurrentHashMap<>();
  private final Map<String, OidcProvider> providers = new ConcurrentHashMap<>();
  private final Map<String, CloudCluster> clusters = new ConcurrentHashMap<>();
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private final Map<Api, InjectedFaults> faults = new EnumMap<>(Api.class);
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final IssuedSessions ofInstance = new IssuedSessions(identities, clock, "i-bp1abcdefgh");
  private final IssuedSessions ofUri = new IssuedSessions(identities, clock, "credentials-uri");
  private final MetadataService metadataService = new MetadataService(ofInstance, clock);
  private final List<LoopbackServer> servers = new ArrayList<>();
  private final TlsIdentity identity;
  private final LoopbackServer cs;
  private final LoopbackServer sts;
  private final LoopbackServer kms;
  private final LoopbackServer metadata;
  private final LoopbackServer uri;

  private AlibabaCloud(Path folder) {
    for (Api api : Api.values()) {
      faults.put(api, new InjectedFaults());
    }
    identity = TlsIdentity.in(folder);
    cs = LoopbackServer.plain(handler(new CsService(authenticator, clusters, clock)));
    sts =
        LoopbackServer.tls(
            identity.context(),
            handler(new StsService(identities, authenticator, roles, providers)));
    kms = LoopbackServer.plain(handler(new KmsService(authenticator, secrets)));
    metadata = LoopbackServer.plain(handler(metadataService));
    uri = LoopbackServer.plain(handler(new CredentialsUriService(ofUri)));
    servers.addAll(List.of(cs, sts, kms, metadata, uri));
  }

  /**
   * @param folder for the keys of its TLS
   */
  public static AlibabaCloud start(Path folder) {
    return new AlibabaCloud(folder);
  }

  /** A new key of this RAM user, who may do everything. */
  public AccessKey user(String name) {
    return identities.newKey(Principal.user(ACCOUNT, name, Identities.numberOf(name)));
  }

  public String userArn(String name) {
    return "acs:ram::" + ACCOUNT + ":user/" + name;
  }

  /** The role of this name, made when it is first asked for. */
  public TestRole role(String name) {
    TestRole role = new TestRole(ACCOUNT, name);
    TestRole known = roles.putIfAbsent(role.arn(), role);
    return known == null ? role : known;
  }

  /** Credentials of a session, as somebody may have got them elsewhere. */
  public SessionCredentials session(TestRole role, Duration life) {
    return identities.newSession(role.session("by-hand"), life);
  }

  /** The OIDC provider of this name, made when it is first asked for. */
  public OidcProvider oidcProvider(String name) {
    String arn = "acs:ram::" + ACCOUNT + ":oidc-provider/" + name;
    return providers.computeIfAbsent(
        arn, key -> new OidcProvider(key, "https://oidc-ack.example/" + name, clock));
  }

  /** The cluster of this id, made when it is first asked for. */
  public CloudCluster cluster(String id) {
    return clusters.computeIfAbsent(id, CloudCluster::new);
  }

  public void deleteCluster(String id) {
    clusters.remove(id);
  }

  public void secret(String name, String value) {
    secrets.put(name, value);
  }

  /** The role of the instance that the code under test is taken to run on. */
  public void instanceRole(TestRole role) {
    ofInstance.of(role);
  }

  public void noInstanceRole() {
    ofInstance.ofNobody();
  }

  /** Lets the metadata be read without a token, as version 1 does. */
  public void allowMetadataVersion1(boolean allow) {
    metadataService.allowWithoutToken(allow);
  }

  /** Whose credentials the URI gives. */
  public void credentialsUriRole(TestRole role) {
    ofUri.of(role);
  }

  /** The key exists, and is refused. */
  public void disable(AccessKey key) {
    identities.disable(key.id());
  }

  public void delete(AccessKey key) {
    identities.delete(key.id());
  }

  /**
   * @param name of a user or a role
   */
  public void deny(String name, Api api) {
    identities.deny(name, api);
  }

  public void allow(String name, Api api) {
    identities.allow(name, api);
  }

  /** How far this cloud's clock is ahead of the callers', for what they sign. */
  public void clockSkew(Duration skew) {
    authenticator.skew(skew);
  }

  public InjectedFaults faults(Api api) {
    return faults.get(api);
  }

  /** All calls since the start, without secrets. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public List<Call> calls(Api api) {
    return calls.stream().filter(call -> call.api() == api).toList();
  }

  /** Every key's secret and every session's token that was issued since the start. */
  public List<String> issuedSecrets() {
    return identities.secrets();
  }

  public String csEndpoint() {
    return cs.endpoint();
  }

  public String stsEndpoint() {
    return sts.endpoint();
  }

  public String kmsEndpoint() {
    return kms.endpoint();
  }

  public InetSocketAddress metadataProxy() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), metadata.port());
  }

  public URI credentialsUri() {
    return URI.create("http://" + uri.endpoint() + "/credentials");
  }

  public TrustStore trustStore() {
    return identity.trustStore();
  }

  /** What a JVM needs to be told to reach STS and the metadata. */
  public Map<String, String> systemProperties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("javax.net.ssl.trustStore", trustStore().file().toString());
    properties.put("javax.net.ssl.trustStorePassword", trustStore().password());
    properties.put("javax.net.ssl.trustStoreType", "PKCS12");
    properties.put("http.proxyHost", "127.0.0.1");
    properties.put("http.proxyPort", String.valueOf(metadata.port()));
    return properties;
  }

  /** Sets {@link #systemProperties()} in this JVM until it is closed. */
  public LentProperties lendProperties() {
    return new LentProperties(systemProperties());
  }

  @Override
  public void close() {
    servers.forEach(LoopbackServer::close);
  }

  private ServiceHandler handler(Service service) {
    return new ServiceHandler(service, faults, calls, clock);
  }
}
