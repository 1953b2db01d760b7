package dev.serai.aliyun;

import java.time.Instant;

/**
 * A call that was answered, or cut off.
 *
 * @param accessKeyId the key that the caller named, or empty when the API takes none
 * @param status the HTTP status; 0 when the connection was dropped
 * @param code the error's code, or empty
 */
public record Call(Api api, String accessKeyId, Instant at, int status, String code) {

  public boolean succeeded() {
    return status == 200;
  }
}
