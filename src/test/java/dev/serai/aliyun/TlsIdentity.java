package dev.serai.aliyun;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for loopback that vouches for itself, made by the JDK's keytool: one for all test
 * servers of a process, since making one takes a process of its own.
 */
record TlsIdentity(KeyStore keys, String password, TrustStore trustStore) {

  private static final String ALIAS = "aliyun";

  /** The key, made when it is first asked for. */
  private static final class Made {

    static final String PASSWORD = UUID.randomUUID().toString();
    static final KeyStore KEYS = make();

    private static KeyStore make() {
      try {
        Path folder = Files.createTempDirectory("serai-tls");
        Path file = folder.resolve("sts-key.p12");
        try {
          generate(file);
          return read(file);
        } finally {
          Files.deleteIfExists(file);
          Files.delete(folder);
        }
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException("no certificate for the test server", e);
      }
    }

    private static void generate(Path file) throws IOException {
      run(
          Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
          "-genkeypair",
          "-alias",
          ALIAS,
          "-keyalg",
          "EC",
          "-groupname",
          "secp256r1",
          "-dname",
          "CN=Alibaba Cloud of a test",
          "-ext",
          "san=ip:127.0.0.1,dns:localhost",
          "-ext",
          "bc:critical=ca:true",
          "-validity",
          "2",
          "-storetype",
          "PKCS12",
          "-keystore",
          file.toString(),
          "-storepass",
          PASSWORD);
    }

    private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        keys.load(in, PASSWORD.toCharArray());
      }
      return keys;
    }
  }

  /** The identity, with its trust store as a file in the folder. */
  static TlsIdentity in(Path folder) {
    try {
      Files.createDirectories(folder);
      return new TlsIdentity(Made.KEYS, Made.PASSWORD, trust(folder, Made.KEYS, Made.PASSWORD));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("no trust store for the clients of the test server", e);
    }
  }

  SSLContext context() {
    try {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TrustStore trust(Path folder, KeyStore keys, String password)
      throws IOException, GeneralSecurityException {
    X509Certificate certificate = (X509Certificate) keys.getCertificate(ALIAS);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, certificate);
    Path file = folder.resolve("sts-trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted.store(out, password.toCharArray());
    }
    return new TrustStore(file, password, certificate);
  }

  private static void run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IOException("keytool failed: " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("keytool was interrupted", e);
    }
  }
}
