package dev.serai.aliyun;

import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** What a client of the test STS has to trust, in a file of type PKCS12. */
public record TrustStore(Path file, String password, X509Certificate certificate) {}
