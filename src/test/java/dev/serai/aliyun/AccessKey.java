package dev.serai.aliyun;

/** A user's AccessKey pair. Its text has no secret. */
public record AccessKey(String id, String secret) {

  @Override
  public String toString() {
    return "AccessKey[" + id + "]";
  }
}
