package dev.serai.aliyun;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * What is sent back.
 *
 * @param code of an error, or empty
 */
record CloudResponse(int status, String contentType, String body, String code) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static CloudResponse json(Map<String, ?> fields) {
    return new CloudResponse(200, "application/json;charset=utf-8", text(fields), "");
  }

  static CloudResponse text(int status, String text) {
    return new CloudResponse(
        status, "text/plain", text, status == 200 ? "" : String.valueOf(status));
  }

  /** The shape of the gateway's errors (document "Request syntax and signature method V3"). */
  static CloudResponse error(CloudErrorException refusal, String host) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("RequestId", requestId());
    fields.put("HostId", host);
    fields.put("Code", refusal.code());
    fields.put("Message", refusal.getMessage());
    return new CloudResponse(
        refusal.status(), "application/json;charset=utf-8", text(fields), refusal.code());
  }

  static String requestId() {
    return UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
  }

  static String text(Map<String, ?> fields) {
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
