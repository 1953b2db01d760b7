package dev.serai.settings;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A secret's value that says where in Alibaba Cloud KMS the value is: {@code kms://<secret>}, or
 * {@code kms://<secret>#<field>} for a field of a secret that is a JSON object.
 */
public record KmsReference(String secretName, Optional<String> field) {

  private static final String SCHEME = "kms://";
  // KMS: letters, digits, and _ / + = . @ -, up to 64
  private static final Pattern FORM =
      Pattern.compile("kms://([A-Za-z0-9_/+=.@-]{1,64})(?:#([^#\\s]+))?");

  public KmsReference {
    Objects.requireNonNull(secretName, "secretName is null");
    Objects.requireNonNull(field, "field is null");
  }

  /**
   * The reference that a secret's text is, if it is one.
   *
   * @throws InvalidSettingException when it begins as one and is none; the message does not show it
   */
  static Optional<KmsReference> of(Setting setting, String text, Origin origin) {
    if (!text.startsWith(SCHEME)) {
      return Optional.empty();
    }
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new InvalidSettingException(
          "%s (%s) begins with kms:// and is no reference; expected kms://<secret name> or kms://<secret name>#<field of its JSON>"
              .formatted(setting.key(), origin));
    }
    return Optional.of(new KmsReference(form.group(1), Optional.ofNullable(form.group(2))));
  }

  @Override
  public String toString() {
    return SCHEME + secretName + field.map(name -> "#" + name).orElse("");
  }
}
