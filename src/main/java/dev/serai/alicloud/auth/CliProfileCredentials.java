package dev.serai.alicloud.auth;

import com.aliyun.credentials.models.CredentialModel;
import com.aliyun.credentials.provider.AlibabaCloudCredentialsProvider;
import com.aliyun.credentials.provider.CLIProfileCredentialsProvider;
import dev.serai.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * A profile of the CLI. The SDK's provider reads a profile once; this one makes another when the
 * file has changed.
 */
final class CliProfileCredentials implements AlibabaCloudCredentialsProvider {

  private static final String VARIABLE = "ALIBABA_CLOUD_PROFILE";

  private final String name;
  private final Path file = Path.of(System.getProperty("user.home"), ".aliyun", "config.json");
  private AlibabaCloudCredentialsProvider profile;
  private FileTime read;

  CliProfileCredentials(String name) {
    this.name = Objects.requireNonNull(name, "name is null");
    String other = System.getenv(VARIABLE);
    if (other != null && !other.isEmpty() && !other.equals(name)) {
      // in credentials-java 1.0.3 the variable beats the name that the program gives
      throw new InvalidSettingException(
          "alicloud-profile is \"%s\" and the variable %s is \"%s\"; unset one"
              .formatted(name, VARIABLE, other));
    }
  }

  @Override
  public synchronized CredentialModel getCredentials() {
    FileTime changed = changed();
    if (profile == null || !changed.equals(read)) {
      profile = CLIProfileCredentialsProvider.builder().profileName(name).build();
      read = changed;
    }
    return profile.getCredentials();
  }

  private FileTime changed() {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      // the SDK's provider says what is wrong with the file
      return FileTime.fromMillis(0);
    }
  }

  @Override
  public String getProviderName() {
    return "serai";
  }

  @Override
  public void close() {}
}
